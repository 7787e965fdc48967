import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { ResponseOf } from '../../../../server/contract/api.ts';
import type { ConfigurationChangeView } from '../../../../server/contract/settings.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useText } from '../../../language/use-text.ts';
import { useLive } from '../../../stores/live.ts';
import { showToast } from '../../../ui/toasts.ts';
import { isPart } from './parts.ts';

/** What would come back, of which change. */
export interface Asked {
  readonly change: ConfigurationChangeView;
  readonly preview: ResponseOf<'previewRestore'>;
}

/** The history of the configuration: newest first, older pages on demand, live at its head. */
export function useHistory() {
  const [hub, live] = [useHub(), useLive()];
  const { t } = useText();
  const filter = ref({ part: '', by: '' });
  const changes = shallowRef<readonly ConfigurationChangeView[]>();
  const people = shallowRef<ResponseOf<'settingsChanges'>['people']>([]);
  const more = ref<string | null>(null);
  const asked = shallowRef<Asked>();
  const error = ref('');

  const query = () => {
    const { part, by } = filter.value;
    return { ...(isPart(part) ? { part } : {}), ...(by ? { by } : {}) };
  };

  async function attempt(act: () => Promise<unknown>) {
    error.value = '';
    try {
      await act();
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  const load = () =>
    attempt(async () => {
      const answer = await hub.call('settingsChanges', { query: query() });
      [changes.value, people.value, more.value] = [answer.changes, answer.people, answer.next];
    });

  const older = () =>
    attempt(async () => {
      if (more.value === null) return;
      const answer = await hub.call('settingsChanges', { query: { ...query(), cursor: more.value } });
      [changes.value, more.value] = [[...(changes.value ?? []), ...answer.changes], answer.next];
    });

  const restore = (change: ConfigurationChangeView) =>
    attempt(async () => {
      asked.value = { change, preview: await hub.call('previewRestore', { params: { id: change.id } }) };
    });

  const takeBack = () =>
    attempt(async () => {
      const { change, preview } = asked.value ?? {};
      asked.value = undefined;
      if (!change || !preview || !isPart(change.part)) return;
      await hub.call('saveSettings', {
        body: { part: change.part, revision: preview.revision, draft: preview.draft, restores: change.id },
      });
      showToast(t('setup.history.restored'));
      await load();
    });

  const undoImport = ({ batchId }: ConfigurationChangeView) =>
    attempt(async () => {
      if (!batchId) return;
      await hub.call('undoSettingsImport', { params: { id: batchId } });
      showToast(t('setup.transfer.undone'));
      await load();
    });

  watch(filter, load, { deep: true, immediate: true });
  onScopeDispose(live.onEvent(({ name }) => name === 'configuration.changed' && load()));
  onScopeDispose(live.onReload(load));
  return { changes, people, more, error, filter, load, older, restore, asked, takeBack, undoImport };
}
