import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import type { ResponseOf } from '../../server/contract/api.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useConversations } from './conversations.ts';
import { useMe } from './me.ts';
import { useTasks } from './tasks.ts';
import { useTickets } from './tickets.ts';

export type TicketPage = ResponseOf<'getTicket'>;

/** A shift opens hundreds: those of long ago are waited for again. */
const staying = 40;

/** Tickets as they were last opened, or made ready to be: they stand there at once and are brought up to date meanwhile. */
export const useTicketPages = defineStore('ticketPages', () => {
  const [hub, tickets, tasks, conversations] = [useHub(), useTickets(), useTasks(), useConversations()];
  const pages = shallowReactive(new Map<string, TicketPage>());
  const preparing = new Set<string>();
  const me = useMe();
  // Whoever looks with other rights sees nothing that was loaded with these.
  watch(
    () => me.sight,
    () => pages.clear(),
    { flush: 'sync' },
  );

  async function load(number: string): Promise<TicketPage> {
    const marks = [tickets.mark(), tasks.mark()] as const;
    try {
      const found = await hub.call('getTicket', { params: { id: number } });
      tickets.fill([found.ticket], marks[0]);
      tasks.fill(found.tasks, marks[1]);
      keep(number, found);
      return found;
    } catch (thrown) {
      // Without a line it stays as it was; what is refused is not shown any longer.
      if (codeOf(thrown) !== 'network') pages.delete(number);
      throw thrown;
    }
  }

  function keep(number: string, page: TicketPage) {
    pages.delete(number);
    pages.set(number, page);
    const [oldest] = pages.keys();
    if (pages.size > staying && oldest !== undefined) pages.delete(oldest);
  }

  return {
    get: (number: string) => pages.get(number),
    load,
    /** It is likely to be opened next: have what is seen of it first. */
    async prepare(number: string) {
      if (pages.has(number) || preparing.has(number)) return;
      preparing.add(number);
      try {
        await conversations.prepare((await load(number)).conversations.at(-1)?.id);
      } finally {
        preparing.delete(number);
      }
    },
  };
});
