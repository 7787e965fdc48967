import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { ImportView } from '../../../server/contract/imports.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useLive } from '../../stores/live.ts';

/** Past imports and the one that is open; both follow what the hub says of their progress. */
export function useImports(openId: () => string | undefined) {
  const [hub, live] = [useHub(), useLive()];
  const rows = ref<ImportView[]>();
  const opened = shallowRef<ImportView>();
  const error = ref('');

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
      rows.value = (await hub.call('listImports')).imports;
    });
  const loadOpen = () =>
    attempt(async () => {
      const id = openId();
      const found = id ? await hub.call('getImport', { params: { id } }) : undefined;
      if (id === openId()) opened.value = found;
    });
  const load = () => Promise.all([loadList(), loadOpen()]);

  watch(openId, loadOpen);
  onScopeDispose(
    live.onEvent((event) => {
      if (!event.name.startsWith('import.')) return;
      if (event.name === 'import.progressed') void (event.data.importId === openId() && loadOpen());
      else void load();
    }),
  );
  onScopeDispose(live.onReload(load));
  void load();
  return { rows, opened: computed(() => (opened.value?.id === openId() ? opened.value : undefined)), error, load };
}

export const isOn = ({ state }: ImportView): boolean => ['queued', 'checking', 'running', 'undoing'].includes(state);

/** Whether it may be started: nothing of it has been taken in yet. */
export const isOpen = ({ state, dryRun, rowsDone }: ImportView): boolean =>
  state === 'uploaded' || (['done', 'failed', 'canceled'].includes(state) && (dryRun || rowsDone === 0));
