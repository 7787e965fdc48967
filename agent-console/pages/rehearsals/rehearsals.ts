import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { ResponseOf } from '../../../server/contract/api.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useLive } from '../../stores/live.ts';

type Row = ResponseOf<'listRehearsals'>['rehearsals'][number];

/** Past rehearsals and the one that is open; both follow what the hub says of their progress. */
export function useRehearsals(openId: () => string | undefined) {
  const [hub, live] = [useHub(), useLive()];
  const rows = ref<Row[]>();
  const opened = shallowRef<ResponseOf<'getRehearsal'>>();
  const error = ref('');
  const progress = ref<Record<string, number>>({});

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
      error.value = '';
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  };
  const loadList = () =>
    attempt(async () => {
      rows.value = (await hub.call('listRehearsals')).rehearsals;
    });
  const loadOpen = () =>
    attempt(async () => {
      const id = openId();
      const found = id ? await hub.call('getRehearsal', { params: { id } }) : undefined;
      if (id === openId()) opened.value = found;
    });
  const load = () => Promise.all([loadList(), loadOpen()]);

  watch(openId, loadOpen);
  onScopeDispose(
    live.onEvent((event) => {
      if (event.name === 'rehearsal.progressed') progress.value = { ...progress.value, [event.data.rehearsalId]: event.data.progress };
      if (event.name === 'rehearsal.requested') void loadList();
      if (event.name === 'rehearsal.ended') void (event.data.rehearsalId === openId() ? load() : loadList());
    }),
  );
  onScopeDispose(live.onReload(load));
  void load();

  const progressOf = (row: Pick<Row, 'id' | 'progress' | 'state'>) => Math.max(row.progress, progress.value[row.id] ?? 0);
  return { rows, opened: computed(() => (opened.value?.id === openId() ? opened.value : undefined)), error, load, progressOf };
}
