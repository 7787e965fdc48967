import { watchDebounced } from '@vueuse/core';
import { type Ref, ref, shallowRef } from 'vue';
import type { CustomerStrip, TicketView } from '../../server/contract/entities.ts';
import type { SaidView } from '../../server/contract/history.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';

interface Found {
  readonly ticket?: TicketView | undefined;
  readonly customers: readonly CustomerStrip[];
  readonly said: readonly SaidView[];
}

const nothing: Found = { customers: [], said: [] };

/** Customers, a ticket by its number and what was said, asked of the hub as someone types. `asked` is what `found` answers. */
export function useFindAnything(words: Ref<string>) {
  const hub = useHub();
  const found = shallowRef<Found>(nothing);
  const asked = ref('');
  const error = ref('');

  async function search() {
    const typed = words.value.trim();
    error.value = '';
    try {
      const answer = typed === '' || typed.startsWith('>') ? nothing : await ask(typed);
      if (typed !== words.value.trim()) return;
      found.value = answer;
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
    asked.value = typed;
  }

  async function ask(typed: string): Promise<Found> {
    const number = /^#?(\d{1,9})$/.exec(typed)?.[1];
    const [{ customers }, { said }, ticket] = await Promise.all([
      hub.call('listCustomers', { query: { search: typed.replace(/^#/, ''), limit: 6 } }),
      hub.call('searchSaid', { query: { words: typed, limit: 5 } }),
      number ? hub.call('getTicket', { params: { id: number } }).catch(() => undefined) : undefined,
    ]);
    return { customers, said, ticket: ticket?.ticket };
  }

  watchDebounced(words, search, { debounce: 150 });
  return { found, asked, error, search };
}
