import { defineStore } from 'pinia';
import type { TicketView } from '../../server/contract/entities.ts';
import type { TicketStatus } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { createTable } from './table.ts';

/** Tickets by id, as far as they were loaded. */
export const useTickets = defineStore('tickets', () => {
  const hub = useHub();
  const table = createTable<TicketView>();

  return {
    ...table,
    async setStatus(id: string, status: TicketStatus) {
      table.put(await hub.call('setTicketStatus', { params: { id }, body: { status } }));
    },
  };
});
