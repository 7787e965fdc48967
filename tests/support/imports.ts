import type { ImportKind, ImportPreview, ImportView, SettingsGiven } from '../../server/contract/imports.ts';
import { type Client, eventually, type TestHub } from './hub.ts';

/** A file on its way in, as a program sends it. */
export async function upload(
  test: Pick<TestHub, 'url'>,
  who: Pick<Client, 'token'>,
  file: { kind?: ImportKind; name: string; content: string | Uint8Array },
): Promise<{ status: number; body: ImportView }> {
  const query = new URLSearchParams({ kind: file.kind ?? 'customers', fileName: file.name });
  const response = await fetch(`${test.url}/api/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/octet-stream' },
    body: typeof file.content === 'string' ? file.content : Buffer.from(file.content),
  });
  return { status: response.status, body: (await response.json()) as ImportView };
}

const over = ['done', 'failed', 'canceled', 'undone'];

/** Until nothing is being done with it. */
export const ended = (who: Client, id: string, seconds = 20): Promise<ImportView> =>
  eventually(async () => {
    const view = await who.call('getImport', { id });
    if (!over.includes(view.state)) throw new Error(`still ${view.state}`);
    return view;
  }, seconds);

export interface Taken {
  readonly id: string;
  readonly view: ImportView;
  readonly preview: ImportPreview;
  /** `line code value` of each row with something to know. */
  readonly problems: readonly string[];
}

/** Upload, take the suggested settings but for `settings`, take in (or only check), wait for the end. */
export async function importFile(
  test: Pick<TestHub, 'url'>,
  who: Client,
  file: Parameters<typeof upload>[2],
  { settings = {}, dryRun = false, seconds = 20 }: { settings?: SettingsGiven; dryRun?: boolean; seconds?: number } = {},
): Promise<Taken> {
  const { status, body } = await upload(test, who, file);
  if (status !== 200) throw new Error(`upload: ${status} ${JSON.stringify(body)}`);
  const preview = await who.call('previewImport', { id: body.id, body: { settings: defined(settings) } });
  await who.call('startImport', { id: body.id, body: { settings: preview.settings, dryRun } });
  const view = await ended(who, body.id, seconds);
  const { rows } = await who.call('importRows', { id: body.id, query: { limit: 500 } });
  const problems = rows.flatMap(({ line, problems }) => problems.map(({ code, value }) => `${line} ${code} ${value ?? ''}`.trim()));
  return { id: body.id, view, preview, problems };
}

/** Without what is not said. */
const defined = (settings: SettingsGiven) => JSON.parse(JSON.stringify(settings));
