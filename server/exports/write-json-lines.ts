import type { Table } from './table.ts';

/** Rows as JSON Lines, one object each under the keys of its columns. */
export async function* writeJsonLines({ columns, rows }: Table): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(Object.fromEntries(columns.map(({ key }, i) => [key, row[i] ?? null])))}\n`;
}
