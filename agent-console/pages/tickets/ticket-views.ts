import { useThrottleFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { SavedTicketView, TicketCount, TicketFilter, TicketSort, TicketViewBody } from '../../../server/contract/ticket-list.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useText } from '../../language/use-text.ts';
import { useLive } from '../../stores/live.ts';
import { showToast } from '../../ui/toasts.ts';
import { useUndo } from '../../ui/undo.ts';

export interface ListedView {
  readonly id: string;
  readonly name: string;
  readonly filter: TicketFilter;
  readonly sort: TicketSort;
  /** Absent: it comes with Touchline. */
  readonly saved?: SavedTicketView;
}

const unsolved = ['new', 'open', 'pending', 'on_hold'] as const;
const shipped = {
  mine: { filter: { assignee: 'me', status: [...unsolved] }, sort: 'updated.desc' },
  unassigned: { filter: { assignee: 'nobody', status: [...unsolved] }, sort: 'updated.desc' },
  due: { filter: { due: 'any' }, sort: 'due.asc' },
  unsolved: { filter: { status: [...unsolved] }, sort: 'updated.desc' },
  waiting: { filter: { status: ['pending', 'on_hold'] }, sort: 'updated.desc' },
  complaints: { filter: { kind: ['complaint'], status: [...unsolved] }, sort: 'updated.desc' },
  done: { filter: { status: ['solved', 'closed'] }, sort: 'updated.desc' },
  all: { filter: {}, sort: 'updated.desc' },
} as const satisfies Record<string, { filter: TicketFilter; sort: TicketSort }>;
type Shipped = keyof typeof shipped;
const isShipped = (id: string): id is Shipped => id in shipped;

/** Views of tickets: those that come with Touchline, one's own and the shared ones, each with how many it holds. */
export function useTicketViews() {
  const [hub, live] = [useHub(), useLive()];
  const { t, failure } = useText();
  const offerUndo = useUndo();
  const saved = shallowRef<readonly SavedTicketView[]>([]);
  const columns = shallowRef<readonly string[] | null>(null);
  const counts = shallowRef<ReadonlyMap<string, TicketCount>>(new Map());
  const loaded = ref(false);

  const builtIn = (): ListedView[] =>
    Object.entries(shipped).flatMap(([id, view]) => (isShipped(id) ? [{ id, name: t(`ticketList.view.${id}`), ...view }] : []));
  const own = (): ListedView[] =>
    saved.value.map((view) => ({ id: view.id, name: view.name, filter: view.filter, sort: view.sort, saved: view }));
  const all = () => [...builtIn(), ...own()];

  async function load() {
    try {
      const found = await hub.call('listTicketViews');
      [saved.value, columns.value] = [found.views, found.columns];
    } catch (thrown) {
      showToast(failure(codeOf(thrown)), 'failed');
    }
    loaded.value = true;
    void count();
  }

  /** Beside a count that is old nothing stands still: it comes again a little later. */
  async function count() {
    const views = all();
    try {
      const answer = await hub.call('countTickets', { body: { filters: views.map(({ filter }) => filter) } });
      counts.value = new Map(views.flatMap(({ id }, i) => (answer.counts[i] ? [[id, answer.counts[i]] as const] : [])));
    } catch {
      counts.value = new Map();
    }
  }
  const countSoon = useThrottleFn(count, 10_000, true);
  onScopeDispose(live.onEvent(({ name }) => /^ticket\./.test(name) && void countSoon()));
  onScopeDispose(live.onReload(load));

  async function save(body: TicketViewBody, id?: string): Promise<SavedTicketView> {
    const view = id ? await hub.call('changeTicketView', { params: { id }, body }) : await hub.call('createTicketView', { body });
    await load();
    return view;
  }

  async function remove({ id, ...view }: SavedTicketView) {
    await hub.call('removeTicketView', { params: { id } });
    await load();
    const { name, filter, sort, shared, rank } = view;
    offerUndo(t('ticketList.viewRemoved', { name }), () => save({ name, filter, sort, shared, rank }));
  }

  async function chooseColumns(chosen: readonly string[] | null) {
    columns.value = chosen;
    await hub
      .call('chooseTicketColumns', { body: { columns: chosen ? [...chosen] : null } })
      .catch((thrown: unknown) => showToast(failure(codeOf(thrown)), 'failed'));
  }

  /** Nothing has ever come in: an empty list is then no matter of its filter. */
  const isBare = computed(() => counts.value.get('all')?.count === 0);

  return { builtIn, own, all, columns, counts, isBare, loaded, load, save, remove, chooseColumns };
}
