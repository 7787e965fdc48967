import { computed, onScopeDispose, shallowReactive, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { TicketView } from '../../../server/contract/entities.ts';
import type { TicketFilter, TicketSort } from '../../../server/contract/ticket-list.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useLive } from '../../stores/live.ts';
import { useMe } from '../../stores/me.ts';
import { createPaged } from '../../stores/paged.ts';
import { useTickets } from '../../stores/tickets.ts';
import { fitsFilter } from './fits-filter.ts';
import type { ListedView } from './ticket-views.ts';

const PAGE = 100;
/** How often the hub is asked on when what fits stands far apart. */
const ROUNDS = 5;
/** Nobody counts further what came in since. */
const NEWS_MOST = 1_000;

/** The list on screen: its view and filter stand in the address, so that they can be kept, shared and gone back to. */
export function useTicketList(views: () => readonly ListedView[]) {
  const [hub, live, me, route, router, tickets] = [useHub(), useLive(), useMe(), useRoute(), useRouter(), useTickets()];

  const view = computed(() => views().find(({ id }) => id === route.query.view) ?? views().find(({ id }) => id === 'unsolved'));
  const filter = computed<TicketFilter>(() => parse(route.query.filter) ?? view.value?.filter ?? {});
  const sort = computed<TicketSort>(() => sorts.find((one) => one === route.query.sort) ?? view.value?.sort ?? 'updated.desc');
  const isChanged = computed(() => route.query.filter !== undefined || route.query.sort !== undefined);
  const asked = computed(() => JSON.stringify([filter.value, sort.value]));

  function put(next: { filter?: TicketFilter; sort?: TicketSort }) {
    const [wanted, order] = [next.filter ?? filter.value, next.sort ?? sort.value];
    const same = JSON.stringify(wanted) === JSON.stringify(view.value?.filter);
    const query = {
      view: view.value?.id,
      filter: same ? undefined : JSON.stringify(wanted),
      sort: order === view.value?.sort ? undefined : order,
    };
    void router.replace({ name: 'tickets', query });
  }

  const paged = createPaged<TicketView>(async (cursor) => {
    const found: TicketView[] = [];
    let next = cursor ?? null;
    for (let round = 0; round < ROUNDS && (round === 0 || (next !== null && found.length < PAGE / 2)); round++) {
      const mark = tickets.mark();
      const page = await hub.call('listTickets', {
        query: { filter: JSON.stringify(filter.value), sort: sort.value, limit: PAGE, ...(next ? { cursor: next } : {}) },
      });
      tickets.fill(page.tickets, mark);
      found.push(...page.tickets);
      next = page.next;
    }
    return { rows: found, next };
  });
  /** The order is that of the load; what a row says is live. */
  const rows = computed(() => paged.rows.value.map((row) => tickets.get(row.id) ?? row));

  const news = shallowReactive(new Set<string>());
  async function load() {
    news.clear();
    await paged.open();
  }

  /** Who looks at a list is told of what would stand in it now; nothing moves before they want it. */
  function hear(ticket: TicketView) {
    const isKnown = news.size >= NEWS_MOST || news.has(ticket.id) || paged.rows.value.some(({ id }) => id === ticket.id);
    if (!isKnown && fitsFilter(ticket, filter.value, me.id, Date.now())) news.add(ticket.id);
  }

  watch(asked, () => route.name === 'tickets' && void load());
  void load();
  onScopeDispose(live.onEvent(({ attached }) => attached.ticket && hear(attached.ticket)));
  onScopeDispose(live.onReload(paged.refresh));
  onScopeDispose(() => tickets.forget(paged.rows.value));
  const { next, state, error, more } = paged;
  return { view, filter, sort, isChanged, put, rows, next, state, error, more, load, fresh: computed(() => news.size) };
}

const sorts = [
  'updated.asc',
  'updated.desc',
  'created.asc',
  'created.desc',
  'due.asc',
  'due.desc',
] as const satisfies readonly TicketSort[];

function parse(text: unknown): TicketFilter | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
