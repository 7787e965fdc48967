/** Structured values stand as JSON in a cell. */
export type Value = string | number | boolean | null | object;

export interface Column {
  /** As a program reads it. */
  readonly key: string;
  /** As a person reads it. */
  readonly label: string;
}

/** Rows that are made while they are read. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly Value[]>;
}

export type Cell = string | number | boolean | null | undefined;

/** As a spreadsheet holds it: the names first. */
export async function* cellsOf({ columns, rows }: Table): AsyncGenerator<Cell[]> {
  yield columns.map(({ label }) => label);
  for await (const row of rows) yield row.map((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value));
}
