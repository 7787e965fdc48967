import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countSegments } from '../../channel-adapters/simulator/carrier/count-segments.ts';

it.each([
  ['', 1],
  ['Hello', 1],
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  [`${'a'.repeat(152)}€${'a'.repeat(20)}`, 2],
  ['您'.repeat(70), 1],
  ['您'.repeat(71), 2],
  ['您'.repeat(134), 2],
  ['您'.repeat(135), 3],
  [`${'a'.repeat(69)}您`, 1],
  [`${'a'.repeat(70)}您`, 2],
  ['👍'.repeat(35), 1],
  ['👍'.repeat(36), 2],
  [`${'a'.repeat(66)}👍${'a'.repeat(65)}`, 2],
  [`${'a'.repeat(66)}👍${'a'.repeat(66)}`, 3],
  ['smart ’quotes’', 1],
])('%j takes %i SMS', (text, segments) => {
  expect(countSegments(text)).toBe(segments);
});

it('never takes fewer SMS for a longer text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 40 }), (text, more) => {
      expect(countSegments(text + more)).toBeGreaterThanOrEqual(countSegments(text));
    }),
  );
});
