import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { WireEvent } from '../../server/contract/events.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useLive } from '../stores/live.ts';
import { newestAnswer } from '../stores/newest-answer.ts';

/** A kind of long work that the hub does and remembers. */
export interface Kind<Row, Run> {
  list(): Promise<Row[]>;
  read(id: string): Promise<Run>;
  /** What an event makes stale. */
  stale(event: WireEvent): 'list' | 'opened' | 'both' | undefined;
}

/** Past runs of a kind and the one that is open; both follow what the hub says of them. */
export function useRuns<Row, Run extends { readonly id: string }>(openId: () => string | undefined, { list, read, stale }: Kind<Row, Run>) {
  const live = useLive();
  const rows = shallowRef<Row[]>();
  const opened = shallowRef<Run>();
  const error = ref('');
  const [newestList, newestOpened] = [newestAnswer(), newestAnswer()];

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
      error.value = '';
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  };
  const loadList = () =>
    attempt(() =>
      newestList(list(), (found) => {
        rows.value = found;
      }),
    );
  const loadOpened = () =>
    attempt(async () => {
      const id = openId();
      await newestOpened(id ? read(id) : Promise.resolve(undefined), (found) => {
        if (id === openId()) opened.value = found;
      });
    });
  const load = () => Promise.all([loadList(), loadOpened()]);

  watch(openId, loadOpened);
  onScopeDispose(
    live.onEvent((event) => {
      const what = stale(event);
      if (what === 'list' || what === 'both') void loadList();
      if (what === 'opened' || what === 'both') void loadOpened();
    }),
  );
  onScopeDispose(live.onReload(load));
  void load();
  return { rows, opened: computed(() => (opened.value?.id === openId() ? opened.value : undefined)), error, load };
}
