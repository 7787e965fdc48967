import type { RowProblemCode } from '../../contract/imports.ts';

/** A value as it would be kept, or what is wrong with it. */
export type Reading<Value> =
  | { readonly value: Value; readonly code?: undefined }
  | { readonly value?: undefined; readonly code: RowProblemCode };

export const read = <Value>(value: Value): Reading<Value> => ({ value });
export const wrong = (code: RowProblemCode): Reading<never> => ({ code });

/**
 * The text of a cell: without the apostrophe that keeps spreadsheets from computing what begins with a sign, without control
 * characters, and in one form for what looks the same.
 */
export const textOf = (cell: string): string =>
  cell
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .normalize('NFC')
    .trim();

/** Digits and signs in their usual form, whatever the input method made of them. */
export const halfWidth = (text: string): string => text.normalize('NFKC').trim();
