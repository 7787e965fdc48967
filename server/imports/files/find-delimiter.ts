import { type Delimiter, delimiters } from '../../contract/imports.ts';

const LOOKED_AT = 20;

/** What parts the fields of a CSV: the sign that stands in each of its first lines equally often, and most often. */
export function findDelimiter(text: string): Delimiter {
  const lines = withoutQuoted(text).split('\n').filter(Boolean).slice(0, LOOKED_AT);
  const regularity = (sign: Delimiter): number => {
    const counts = lines.map((line) => line.split(sign).length - 1);
    const [first = 0] = counts;
    return first === 0 ? 0 : (counts.filter((count) => count === first).length / counts.length) * 100 + first;
  };
  return delimiters.reduce((best, sign) => (regularity(sign) > regularity(best) ? sign : best));
}

const withoutQuoted = (text: string): string => text.replace(/"(?:[^"]|"")*"/g, '');
