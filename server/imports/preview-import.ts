import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { ImportPreview, ImportSettings, SettingsGiven } from '../contract/imports.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { FileRow } from './files/file-row.ts';
import { findWriting, openTable } from './files/read-rows.ts';
import { keptFile } from './kept-file.ts';
import { readRun } from './present-import.ts';
import { fieldsOf, makePlan } from './understand/plan.ts';
import { suggestSettings } from './understand/suggest-settings.ts';
import { understandProfile, understandPurchase } from './understand/understand-row.ts';

/** Looked at to find out what columns hold. */
const LOOKED_AT = 200;
const SHOWN = 20;
const SAMPLES = 3;

/** How the file would be read: what is given holds, the rest is found. Throws `not_found`, `import_state` or why it cannot be read. */
export async function previewImport(hub: Hub, importId: string, given: SettingsGiven): Promise<ImportPreview> {
  const { kind, format } = await readRun(hub.db, importId);
  const source = await keptFile(hub.db, importId);
  if (source.size === 0) throw new HubError('import_state', 'its file is not kept any more');
  const writing = await findWriting(source, format, given);
  const table = await openTable(source, format, writing);
  const rows = await take(table.rows, LOOKED_AT);
  const catalog = await hub.catalog.current();
  const settings = suggestSettings(kind, { names: table.names, rows }, { writing, settings: given, usual: usualFor(catalog) }, catalog);
  const plan = makePlan(kind, settings, table.names, catalog);
  const understand = kind === 'customers' ? understandProfile : understandPurchase;
  return {
    settings,
    fields: fieldsOf(kind, catalog),
    columns: table.names.map((name, column) => ({ name, samples: samplesOf(rows, column) })),
    rows: rows.slice(0, SHOWN).map((row) => {
      const { line, problems, shown } = understand(plan, row);
      return { line, cells: [...row.cells], understood: { ...shown }, problems: [...problems] };
    }),
  };
}

async function take(rows: AsyncGenerator<FileRow>, count: number): Promise<FileRow[]> {
  const taken: FileRow[] = [];
  for await (const row of rows) if (taken.push(row) === count) break;
  return taken;
}

const samplesOf = (rows: readonly FileRow[], column: number): string[] =>
  [...new Set(rows.map(({ cells }) => (cells[column] ?? '').trim()).filter(Boolean))].slice(0, SAMPLES).map((cell) => cell.slice(0, 60));

/** The country of our own numbers, and the time our queues keep. */
function usualFor({ inboxes, calendars }: Awaited<ReturnType<Hub['catalog']['current']>>): Pick<ImportSettings, 'country' | 'timeZone'> {
  const countries = inboxes.map(({ address }) => countryOf(address));
  return { country: countries.find(Boolean) ?? null, timeZone: calendars[0]?.timeZone ?? 'UTC' };
}

/** Where several countries share a prefix, and the number does not tell, the largest. */
const largest: Readonly<Record<string, string>> = { '1': 'US', '7': 'RU', '44': 'GB', '61': 'AU', '39': 'IT', '47': 'NO' };

function countryOf(address: string): string | undefined {
  const number = parsePhoneNumberFromString(address);
  return number && (number.country ?? largest[number.countryCallingCode]);
}
