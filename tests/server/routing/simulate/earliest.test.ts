import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Earliest, earliestBy, placesFor } from '../../../../server/routing/simulate/earliest.ts';

const COUNT = 30;
const keys = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: COUNT, maxLength: COUNT });
const moves = fc.array(fc.tuple(fc.constantFrom('add', 'remove', 'take'), fc.nat({ max: COUNT - 1 })), { maxLength: 200 });

/** The same done with a list that is sorted each time. */
function listBy(given: readonly number[]): Earliest {
  let listed: number[] = [];
  const keyOf = (subject: number) => given[subject] ?? 0;
  const remove = (subject: number) => {
    listed = listed.filter((other) => other !== subject);
  };
  return {
    first: () => listed[0],
    firstKey: () => (listed[0] === undefined ? Infinity : keyOf(listed[0])),
    add(subject) {
      listed = [...listed, subject].sort((a, b) => keyOf(a) - keyOf(b) || a - b);
    },
    remove,
    takeDue(key) {
      const [first] = listed.filter((subject) => keyOf(subject) <= key);
      if (first !== undefined) remove(first);
      return first;
    },
  };
}

function playBoth(one: Earliest, other: Earliest, [move, subject]: [string, number]): void {
  for (const each of [one, other]) if (move !== 'take') each.remove(subject);
  for (const each of [one, other]) if (move === 'add') each.add(subject);
  if (move === 'take') expect(one.takeDue(3)).toBe(other.takeDue(3));
  expect([one.first(), one.firstKey()]).toEqual([other.first(), other.firstKey()]);
}

describe('the earliest of many', () => {
  it('is always the one a sorted list has first, whoever comes and goes', () => {
    fc.assert(
      fc.property(keys, moves, (given, steps) => {
        const [one, other] = [earliestBy(Float64Array.from(given)), listBy(given)];
        for (const step of steps) playBoth(one, other, step);
      }),
    );
  });

  it('is nobody when nobody is there', () => {
    const earliest = earliestBy(new Float64Array(3));
    expect(earliest.first()).toBeUndefined();
    expect(earliest.takeDue(Infinity)).toBeUndefined();
    expect(earliest.firstKey()).toBe(Infinity);
  });

  it('may share its places with another, as long as nobody stands in both', () => {
    const places = placesFor(4);
    const [one, other] = [earliestBy(Float64Array.of(4, 3, 2, 1), places), earliestBy(Float64Array.of(1, 2, 3, 4), places)];
    one.add(0);
    one.add(1);
    other.add(2);
    other.add(3);
    one.remove(1);
    other.add(1);
    expect([one.first(), other.first()]).toEqual([0, 1]);
  });
});
