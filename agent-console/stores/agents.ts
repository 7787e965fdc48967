import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { AgentView } from '../../server/contract/entities.ts';
import type { AgentStatus, AwayReason } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useMe } from './me.ts';
import { createTable } from './table.ts';

/** Agents by id: me, and for supervisors everyone. */
export const useAgents = defineStore('agents', () => {
  const hub = useHub();
  const me = useMe();
  const table = createTable<AgentView>();

  return {
    ...table,
    mine: computed(() => table.get(me.id)),
    async setStatus(status: Exclude<AgentStatus, 'not_responding'>, reason?: AwayReason) {
      table.put(await hub.call('setStatus', { body: reason ? { status, reason } : { status } }));
    },
  };
});
