import { describe, expect, it } from 'vitest';
import { beginningOfName, inPieces, mentionsIn } from '../../../agent-console/conversation/mentions.ts';

const people = [
  { id: 'm', name: 'Mei' },
  { id: 'ml', name: 'Mei Lin' },
  { id: 'w', name: '王浩' },
  { id: 'x1', name: 'Ann.*' },
];
const named = (text: string, chosen = new Map<string, string>()) =>
  mentionsIn(text, people, chosen).map(({ agentId, from, to }) => [agentId, text.slice(from, to)]);

describe('whom a note names', () => {
  it('is the longest name that stands after the @, in Chinese without a space behind it', () => {
    expect(named('@Mei Lin and @Mei, 请@王浩看')).toEqual([
      ['ml', '@Mei Lin'],
      ['m', '@Mei'],
      ['w', '@王浩'],
    ]);
  });

  it('is nobody whose name only begins another word, stands in an address or is not known', () => {
    expect(named('@Meister @nobody @')).toEqual([]);
    expect(named('@Ann.*')).toEqual([['x1', '@Ann.*']]);
  });

  it('is who was chosen where two have one name', () => {
    expect(named('@Mei', new Map([['Mei', 'm2']]))).toEqual([['m2', '@Mei']]);
  });
});

describe('while it is written', () => {
  it.each([
    ['Hello @', ''],
    ['看看@王', '王'],
    ['(@mei l', 'mei l'],
    ['mail me at a@b', undefined],
    ['@Mei Lin is here', undefined],
    ['no', undefined],
  ])('%s', (before, begun) => {
    expect(beginningOfName(before)).toBe(begun);
  });
});

describe('a note that is shown', () => {
  it('has the names that its people have now, and every other word as it was', () => {
    const pieces = inPieces('Hi @Mei, see <b>', [{ agentId: 'm', from: 3, to: 7, name: 'Mei Chen' }]);
    expect(pieces).toEqual([
      { text: 'Hi ', named: false },
      { text: '@Mei Chen', named: true },
      { text: ', see <b>', named: false },
    ]);
    expect(inPieces('plain', [])).toEqual([{ text: 'plain', named: false }]);
    expect(inPieces('', [])).toEqual([]);
  });
});
