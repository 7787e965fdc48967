import { RowError, readCsv } from '../../csv/read-csv.ts';

/** A row by its columns, and how to refuse it. */
export interface Row {
  text(column: string): string;
  /** Finite and not negative. */
  amount(column: string): number;
  refuse(column: string, problem: string): never;
}

/** The rows of a file with these columns, and perhaps the optional ones. Throws `InputError` with the line where a refused row ends. */
export const readRows = (
  file: string,
  columns: readonly string[],
  optional: readonly string[],
  take: (row: Row, header: readonly string[]) => void,
): Promise<void> => readCsv(file, { columns, optional }, (fields, header) => take(rowOf(fields, header), header));

function rowOf(fields: readonly string[], header: readonly string[]): Row {
  const text = (column: string) => fields[header.indexOf(column)] ?? '';
  const refuse = (column: string, problem: string): never => {
    throw new RowError(`${column}: ${problem}`);
  };
  return {
    text,
    refuse,
    amount(column) {
      const field = text(column).trim();
      if (!/^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field) || !Number.isFinite(Number(field)))
        return refuse(column, `${JSON.stringify(field)} is not a number of at least 0`);
      return Number(field);
    },
  };
}
