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
    /** A list was left: what it had loaded is loaded again when it is looked at. */
    forget(rows: readonly TicketView[]) {
      for (const { id } of rows) table.remove(id);
    },
    async setStatus(id: string, status: TicketStatus) {
      table.put(await hub.call('setTicketStatus', { params: { id }, body: { status } }));
    },
  };
});
