import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { TaskView } from '../../server/contract/entities.ts';
import type { TicketStatus } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useMe } from './me.ts';
import { createTable } from './table.ts';

/** Tasks by id: what I hold, and what waits where I can see it. */
export const useTasks = defineStore('tasks', () => {
  const hub = useHub();
  const me = useMe();
  const table = createTable<TaskView>();

  const mine = computed(() =>
    table.all().filter((task) => task.agentId === me.id && (task.state === 'assigned' || task.state === 'wrapping')),
  );

  return {
    ...table,
    /** From the live feed: what I hold always, of others what is shown somewhere. */
    take: (task: TaskView) => (task.agentId === me.id ? table.put(task) : table.pass(task)),
    /** What waited was loaded anew: whatever else is not mine has gone to others or is done, and nobody comes back to it. */
    keepWaiting(waiting: readonly TaskView[]) {
      const kept = new Set([...waiting, ...mine.value].map(({ id }) => id));
      for (const { id } of table.all()) if (!kept.has(id)) table.remove(id);
    },
    mine,
    /** My task on a conversation, while I hold it. */
    ofConversation: (conversationId: string) => mine.value.find((task) => task.conversationId === conversationId),
    async end(id: string) {
      table.put(await hub.call('endTask', { params: { id } }));
    },
    async complete(id: string, disposition: string | null, ticketStatus: Exclude<TicketStatus, 'new'>) {
      table.put(await hub.call('completeTask', { params: { id }, body: { disposition, ticketStatus } }));
    },
    async transfer(id: string, queueId: string, note: string) {
      table.put(await hub.call('transferTask', { params: { id }, body: note ? { queueId, note } : { queueId } }));
    },
    receipts: async (id: string) => (await hub.call('taskReceipts', { params: { id } })).receipts,
  };
});
