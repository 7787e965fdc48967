import { onScopeDispose, ref, shallowRef } from 'vue';
import type { ValueSettings, ValueSettingsView } from '../../../../server/contract/value.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { newestAnswer } from '../../../stores/newest-answer.ts';
import { useDraft } from '../use-draft.ts';

/** The settings in force and a draft beside them; the fitted models, and fitting them now. */
export function useValueSettings() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<ValueSettings>();
  const found = shallowRef<ValueSettingsView>();
  const error = ref('');
  const busy = ref(false);
  let draftedFrom = 0;

  async function attempt(act: () => Promise<void>) {
    error.value = '';
    busy.value = true;
    try {
      await act();
    } catch (thrown) {
      error.value = codeOf(thrown);
    } finally {
      busy.value = false;
    }
  }

  function show(view: ValueSettingsView) {
    found.value = view;
    if (isChanged.value) return rebase(view.settings);
    draftedFrom = view.version;
    take(view.settings);
  }

  const newest = newestAnswer();
  const load = () => attempt(() => newest(hub.call('valueSettings'), show));

  const save = () =>
    attempt(async () => {
      if (!draft.value) return;
      const saved = await hub.call('saveValueSettings', { body: { basedOn: draftedFrom, draft: draft.value } });
      take(saved.settings);
      show(saved);
    });

  const fit = () =>
    attempt(async () => {
      await hub.call('fitValues');
      show(await hub.call('valueSettings'));
    });

  onScopeDispose(live.onEvent(({ name }) => name.startsWith('value.') && void load()));
  onScopeDispose(live.onReload(load));
  void load();
  return { draft, isChanged, undo, found, error, busy, load, save, fit };
}
