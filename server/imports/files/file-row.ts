import type { RowProblem, RowProblemCode } from '../../contract/imports.ts';

/** One row of a file with the line where it begins; `problem`: it could not be taken apart. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: RowProblem;
}

/** Enough to recognise a value by. */
const SHOWN = 120;

export const problem = (code: RowProblemCode, column: string | null = null, value: string | null = null): RowProblem => ({
  code,
  column,
  value: value && shorten(value),
});

const shorten = (value: string): string => (value.length > SHOWN ? `${[...value.slice(0, SHOWN)].join('')}…` : value).replaceAll('\0', '');
