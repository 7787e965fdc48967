import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../../server/exports/write-csv.ts';

async function written(...rows: (string | number | null)[][]): Promise<string> {
  let text = '';
  for await (const piece of writeCsv(rows)) text += piece;
  return text;
}

describe('a CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+44 20', "'+44 20"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['1 = 1', '1 = 1'],
  ])('has no text that a spreadsheet would compute: %j', async (cell, kept) => {
    expect(await written([cell])).toBe(`\uFEFF${kept}\r\n`);
  });

  it('leaves numbers what they are, also those below zero', async () => {
    expect(await written([-1, 0, null])).toBe('\uFEFF-1,0,\r\n');
  });

  it('quotes what would end a cell or a row', async () => {
    expect(await written(['a,b', 'say "hi"', '两\n行', '; '])).toBe('\uFEFF"a,b","say ""hi""","两\n行","; "\r\n');
  });
});
