import { computed, ref, shallowRef } from 'vue';
import type { ResponseOf } from '../../../../server/contract/api.ts';
import type { Problem } from '../../../../server/contract/configuration.ts';
import type { ConfigurationDocument, PartPreview } from '../../../../server/contract/settings.ts';
import { downloadText } from '../../../hub-client/download.ts';
import { codeOf, problemsOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { saveOrCatchUp } from '../use-refusals.ts';

type Busy = '' | 'export' | 'compare' | 'import';

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
      misread.value = problemsOf(thrown);
      if (misread.value.length === 0) error.value = thrown instanceof SyntaxError ? 'invalid_settings' : codeOf(thrown);
    }
    busy.value = '';
  }

  const take = () =>
    attempt('export', async () => {
      const taken = await hub.call('exportSettings', { query: { people: withPeople.value ? 'true' : 'false' } });
      const day = new Date().toISOString().slice(0, 10);
      downloadText(`touchline-configuration-${day}.json`, JSON.stringify(taken, undefined, 2), 'application/json');
    });

  async function compare() {
    if (document.value) compared.value = await hub.call('previewSettingsImport', { body: { document: document.value } });
  }

  const choose = (file: File) =>
    attempt('compare', async () => {
      forget();
      [name.value, done.value] = [file.name, undefined];
      document.value = await readDocument(file);
      await compare();
    });

  const put = () =>
    attempt('import', async () => {
      if (!compared.value || !document.value) return;
      const body = { revision: compared.value.revision, document: document.value };
      // Somebody changed something meanwhile: what would change is shown anew before anything is done.
      const { batchId, parts } = await saveOrCatchUp(() => hub.call('importSettings', { body }), compare);
      done.value = { batchId, parts: parts.length };
      forget();
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

  const parts = computed(() => compared.value?.parts ?? []);
  const wrong = computed(() => [...misread.value, ...parts.value.flatMap(problemsIn)]);
  const changed = computed(() => parts.value.filter(({ changes, effects }) => changes.length > 0 || effects.length > 0));
  return { withPeople, take, choose, put, undo, forget, compared, changed, wrong, name, done, busy, error };
}

async function readDocument(file: File): Promise<ConfigurationDocument> {
  const read: unknown = JSON.parse(await file.text());
  if (!mayBeDocument(read)) throw new SyntaxError('not a file of a configuration');
  return read;
}

/** What exactly is wrong with it the hub says, by place. */
const mayBeDocument = (value: unknown): value is ConfigurationDocument => typeof value === 'object' && value !== null;

/** Of a part, by their place in the whole. */
const problemsIn = ({ part, problems }: PartPreview): Problem[] =>
  problems.map(({ place, message }) => ({ place: `${part}.${place}`, message }));
