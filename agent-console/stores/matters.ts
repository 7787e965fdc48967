import { defineStore } from 'pinia';
import type { GivenBody } from '../../server/contract/api.ts';
import type { TicketMatter } from '../../server/contract/ticket-matter.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from './live.ts';
import { createTable } from './table.ts';

/** A shift opens hundreds of tickets: those of long ago are read again. */
const staying = 40;

/** What tickets are about, as far as they were opened. */
export const useMatters = defineStore('matters', () => {
  const [hub, live] = [useHub(), useLive()];
  const table = createTable<TicketMatter & { id: string }>();
  function keep(matter: TicketMatter) {
    table.put({ ...matter, id: matter.ticketId });
    const [oldest] = table.all();
    if (oldest && oldest.id !== matter.ticketId && table.all().length > staying) table.remove(oldest.id);
  }

  const load = async (id: string) => keep(await hub.call('getTicketMatter', { params: { id } }));
  live.onEvent(({ name, ticketId }) => {
    if (ticketId && table.get(ticketId) && (name === 'ticket.changed' || name === 'checklist.changed'))
      void load(ticketId).catch(() => undefined);
  });

  return {
    get: table.get,
    load,
    change: async (id: string, body: GivenBody<'changeTicket'>) => keep(await hub.call('changeTicket', { params: { id }, body })),
    addItem: async (id: string, text: string) => keep(await hub.call('addChecklistItem', { params: { id }, body: { text } })),
    tick: async (itemId: string, done: boolean) => keep(await hub.call('tickChecklistItem', { params: { id: itemId }, body: { done } })),
    removeItem: async (itemId: string) => keep(await hub.call('removeChecklistItem', { params: { id: itemId } })),
  };
});
