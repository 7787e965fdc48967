import { computed, ref, shallowRef } from 'vue';
import type { ResponseOf } from '../../../../server/contract/api.ts';
import type { Problem } from '../../../../server/contract/configuration.ts';
import type { ConfigurationDocument } from '../../../../server/contract/settings.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';

type Busy = '' | 'export' | 'compare' | 'import';

/** What exactly is wrong with it the hub says, by place. */
const mayBeDocument = (value: unknown): value is ConfigurationDocument => typeof value === 'object' && value !== null;

/** A file of the configuration on its way out or in. */
export function useTransfer() {
  const hub = useHub();
  const name = ref('');
  const withPeople = ref(false);
  const document = shallowRef<ConfigurationDocument>();
  const compared = shallowRef<ResponseOf<'previewSettingsImport'>>();
  const misread = shallowRef<readonly Problem[]>([]);
  const done = ref<{ batchId: string | null; parts: number }>();
  const busy = ref<Busy>('');
  const error = ref('');

  async function attempt(what: Busy, act: () => Promise<unknown>) {
    [busy.value, error.value] = [what, ''];
    try {
      await act();
    } catch (thrown) {
      const problems = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
      if (Array.isArray(problems)) misread.value = problems;
      else error.value = thrown instanceof SyntaxError ? 'invalid_settings' : codeOf(thrown);
    }
    busy.value = '';
  }

  const take = () =>
    attempt('export', async () => {
      const text = JSON.stringify(
        await hub.call('exportSettings', { query: { people: withPeople.value ? 'true' : 'false' } }),
        undefined,
        2,
      );
      const link = window.document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
      link.download = `touchline-configuration-${new Date().toISOString().slice(0, 10)}.json`;
      link.click();
      URL.revokeObjectURL(link.href);
    });

  async function compare() {
    if (document.value) compared.value = await hub.call('previewSettingsImport', { body: { document: document.value } });
  }

  const choose = (file: File) =>
    attempt('compare', async () => {
      forget();
      [name.value, done.value] = [file.name, undefined];
      const read: unknown = JSON.parse(await file.text());
      if (!mayBeDocument(read)) throw new SyntaxError('not a file of a configuration');
      document.value = read;
      await compare();
    });

  const put = () =>
    attempt('import', async () => {
      if (!compared.value || !document.value) return;
      try {
        const { batchId, parts } = await hub.call('importSettings', {
          body: { revision: compared.value.revision, document: document.value },
        });
        done.value = { batchId, parts: parts.length };
        forget();
      } catch (thrown) {
        // Somebody changed something meanwhile: what would change is shown anew before anything is done.
        if (codeOf(thrown) === 'changed_meanwhile') await compare();
        throw thrown;
      }
    });

  const undo = () =>
    attempt('import', async () => {
      if (!done.value?.batchId) return;
      await hub.call('undoSettingsImport', { params: { id: done.value.batchId } });
      done.value = undefined;
    });

  function forget() {
    [document.value, compared.value, misread.value] = [undefined, undefined, []];
  }

  const wrong = computed(() => [
    ...misread.value,
    ...(compared.value?.parts ?? []).flatMap(({ part, problems }) =>
      problems.map(({ place, message }) => ({ place: `${part}.${place}`, message })),
    ),
  ]);
  const changed = computed(() => (compared.value?.parts ?? []).filter(({ changes, effects }) => changes.length > 0 || effects.length > 0));
  return { withPeople, take, choose, put, undo, forget, compared, changed, wrong, name, done, busy, error };
}
