import { json } from '../../server/db/sql.ts';

/** Rows for `jsonb_populate_recordset`: one value, whatever their number, with the columns' own names. */
export const toJson = (rows: readonly object[]): string => json(rows.map(withColumnNames));

const withColumnNames = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
