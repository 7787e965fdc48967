import { createHash } from 'node:crypto';
import { problem } from './files/file-row.ts';
import type { RowResult } from './take-in-batch.ts';

/** Of how many keys and addresses it is remembered who had them first: some 200 MB. A larger file is checked up to there. */
const REMEMBERED = 4_000_000;

/**
 * What the rows before would have brought. A dry run takes every batch back: without this, a row would be checked as if it stood alone
 * in its file. Keys and addresses are remembered by 48 bits of their SHA-1.
 */
export function earlierRows(): EarlierRows {
  const owners = new Map<number, number>();
  return {
    pass([key = '', ...addresses]) {
      const own = shortened(key);
      const isKnown = owners.has(own);
      const taken = addresses.filter((address) => (owners.get(shortened(address)) ?? own) !== own);
      for (const tie of [key, ...addresses].map(shortened)) if (!owners.has(tie) && owners.size < REMEMBERED) owners.set(tie, own);
      return { isKnown, taken };
    },
  };
}

export interface EarlierRows {
  /** The next row, by its key and its addresses: whether its key was there before, and which addresses another key had. */
  pass(ties: readonly string[]): { isKnown: boolean; taken: string[] };
}

const shortened = (tie: string): number => createHash('sha1').update(tie).digest().readUIntBE(0, 6);

/** What would become of a row after the rows before it. */
export function inFile(result: RowResult, { isKnown, taken }: ReturnType<EarlierRows['pass']>): RowResult {
  if (result.outcome === 'failed') return result;
  const noted = new Set(result.problems.flatMap(({ code, value }) => (code === 'address_of_another' ? [value] : [])));
  const more = taken.map((tie) => tie.slice(tie.indexOf(' ') + 1)).filter((value) => !noted.has(value));
  return {
    ...result,
    outcome: isKnown && result.outcome === 'created' ? 'changed' : result.outcome,
    problems: [...result.problems, ...more.map((value) => problem('address_of_another', null, value))],
  };
}
