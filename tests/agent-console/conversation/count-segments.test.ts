import { describe, expect, it } from 'vitest';
import { countSegments } from '../../../agent-console/conversation/count-segments.ts';

describe('an SMS counts', () => {
  it.each([
    ['nothing', '', 'GSM-7', 0, 160],
    ['160 plain characters as one', 'a'.repeat(160), 'GSM-7', 1, 0],
    ['161 as two of 153', 'a'.repeat(161), 'GSM-7', 2, 145],
    ['306 as two, full', 'a'.repeat(306), 'GSM-7', 2, 0],
    ['the euro sign and braces twice', '€{}'.repeat(20), 'GSM-7', 1, 40],
    ['German and French letters of the alphabet once', 'äöüßéèàÇ', 'GSM-7', 1, 152],
    ['70 Chinese characters as one', '您'.repeat(70), 'UCS-2', 1, 0],
    ['71 as two of 67', '您'.repeat(71), 'UCS-2', 2, 63],
    ['one Chinese character turns all to UCS-2', `${'a'.repeat(70)}好`, 'UCS-2', 2, 63],
    ['an emoji as two units', '🙂'.repeat(35), 'UCS-2', 1, 0],
    ['a typographic quote as UCS-2', 'it’s', 'UCS-2', 1, 66],
  ])('%s', (_, text, encoding, segments, left) => {
    expect(countSegments(text)).toEqual({ encoding, segments, left });
  });

  it('never cuts an emoji in two: the odd unit of each segment stays empty', () => {
    expect(countSegments('🙂'.repeat(67))).toEqual({ encoding: 'UCS-2', segments: 3, left: 65 });
    expect(countSegments('🙂'.repeat(66))).toEqual({ encoding: 'UCS-2', segments: 2, left: 1 });
  });

  it('never cuts an escaped character in two', () => {
    expect(countSegments('€'.repeat(152))).toMatchObject({ segments: 2, left: 1 });
    expect(countSegments('€'.repeat(153))).toMatchObject({ segments: 3 });
  });
});
