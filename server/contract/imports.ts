import { z } from 'zod';
import { Label } from './entities.ts';

const id = z.uuid();
const time = z.iso.datetime();

export const importKinds = ['customers', 'orders'] as const;
export type ImportKind = (typeof importKinds)[number];

export const fileFormats = ['csv', 'xlsx', 'jsonl'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export const importStates = ['uploaded', 'queued', 'checking', 'running', 'done', 'failed', 'canceled', 'undoing', 'undone'] as const;
export type ImportState = (typeof importStates)[number];

/** What a file may be at most. */
export const importLimits = { bytes: 256 * 1024 * 1024, rows: 2_000_000, columns: 200 } as const;

/** What is wrong with a row, or worth knowing of one that was taken (`address_of_another`), by name. */
export const rowProblems = [
  'bad_encoding',
  'broken_quotes',
  'row_too_long',
  'not_json',
  'ragged_row',
  'key_missing',
  'value_missing',
  'bad_phone',
  'bad_email',
  'bad_date',
  'bad_number',
  'bad_currency',
  'bad_value',
  'negative_amount',
  'too_precise',
  'too_long',
  'formula_error',
  'unknown_tier',
  'unknown_customer',
  'order_of_another',
  'address_of_another',
  'refused',
  'changed_since',
  'in_use',
] as const;
export type RowProblemCode = (typeof rowProblems)[number];

export const RowProblem = z
  .object({
    code: z.enum(rowProblems),
    column: z.string().nullable().describe('its name in the file'),
    value: z.string().nullable().describe('what stands there'),
  })
  .meta({ id: 'RowProblem' });
export type RowProblem = z.infer<typeof RowProblem>;

/** How a file is read; what is left out of a request is found. */
export const ImportSettings = z.object({
  encoding: z.enum(encodings).describe('of CSV and JSON Lines'),
  delimiter: z.enum(delimiters).describe('of CSV'),
  columns: z
    .array(z.strictObject({ column: z.int().min(0).max(importLimits.columns), field: z.string().min(1).max(100) }))
    .max(importLimits.columns)
    .describe('which column becomes which field, by its place in the file; others are left alone'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .describe('of numbers without an international prefix (ISO 3166)'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .describe('of amounts whose row names none (ISO 4217)'),
  dates: z.enum(['day_first', 'month_first']).describe('of dates such as 03/04/2026'),
  decimal: z.enum(['.', ',']).describe('of amounts such as 1.500'),
  timeZone: z.string().max(60).refine(isTimeZone, 'must be an IANA time zone').describe('of times that name none'),
});
export type ImportSettings = z.infer<typeof ImportSettings>;
/** What somebody has chosen of them. */
export type SettingsGiven = { readonly [Name in keyof ImportSettings]?: ImportSettings[Name] | undefined };

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export const ImportCounts = z.object({
  created: z.int(),
  changed: z.int(),
  same: z.int(),
  failed: z.int(),
  noted: z.int().describe('taken, but with something to know: an address that belongs to another customer'),
  undone: z.int(),
  left: z.int().describe('of an undone import: changed since by somebody else, or in use, and left as they are'),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const ImportView = z
  .object({
    id,
    kind: z.enum(importKinds),
    fileName: z.string(),
    format: z.enum(fileFormats),
    state: z.enum(importStates),
    dryRun: z.boolean(),
    settings: ImportSettings.nullable(),
    rowCount: z.int().nullable(),
    rowsDone: z.int(),
    counts: ImportCounts,
    error: z.string().nullable().describe('code of why nothing could be read'),
    createdBy: z.object({ id, name: z.string() }),
    createdAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof ImportView>;

/** A field that a column may become. */
export const ImportField = z.object({ key: z.string(), label: Label, required: z.boolean() }).meta({ id: 'ImportField' });
export type ImportField = z.infer<typeof ImportField>;

export const ImportPreview = z
  .object({
    settings: ImportSettings,
    fields: z.array(ImportField),
    columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
    rows: z.array(
      z.object({
        line: z.int(),
        cells: z.array(z.string()),
        understood: z.record(z.string(), z.string()).describe('by field, as it would be kept'),
        problems: z.array(RowProblem),
      }),
    ),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof ImportPreview>;

export const rowOutcomes = ['created', 'changed', 'same', 'failed', 'undone', 'left'] as const;

export const ImportRowView = z
  .object({ line: z.int(), outcome: z.enum(rowOutcomes), problems: z.array(RowProblem), subjectId: id.nullable() })
  .meta({ id: 'ImportRow' });
export type ImportRowView = z.infer<typeof ImportRowView>;
