import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RelaxationStep } from '../../../server/contract/routing-rules.ts';
import { relaxesNext, relaxSkills } from '../../../server/routing/relax-skills.ts';

/** After a minute Chinese of level 2 will do, after three nobody is asked for any skill. */
const steps: RelaxationStep[] = [
  { afterSeconds: 180, skills: null },
  { afterSeconds: 60, skills: { zh: 2 } },
];

describe('what is asked for', () => {
  it.each([
    [0, { zh: 4, billing: 1 }],
    [59.9, { zh: 4, billing: 1 }],
    [60, { zh: 2, billing: 1 }],
    [179, { zh: 2, billing: 1 }],
    [180, {}],
    [100_000, {}],
  ])('after %d s of waiting', (waited, skills) => {
    expect(relaxSkills({ zh: 4, billing: 1 }, steps, waited)).toEqual(skills);
  });

  it('is never more than before: a step that names a higher level changes nothing, a level of 0 drops the skill', () => {
    expect(relaxSkills({ zh: 1 }, steps, 60)).toEqual({ zh: 1 });
    expect(relaxSkills({ zh: 3, billing: 2 }, [{ afterSeconds: 10, skills: { zh: 0, fr: 5 } }], 10)).toEqual({ billing: 2 });
  });
});

describe('when less is asked for next', () => {
  it.each([
    [0, 60],
    [60, 180],
    [180, undefined],
  ])('after %d s of waiting', (waited, next) => {
    expect(relaxesNext({ zh: 4 }, steps, waited)).toBe(next);
  });

  it('is not when a step is due that changes nothing for this task', () => {
    expect(relaxesNext({ zh: 1 }, steps, 0)).toBe(180);
    expect(relaxesNext({}, steps, 0)).toBeUndefined();
  });
});

const levels = fc.dictionary(fc.constantFrom('zh', 'en', 'billing'), fc.integer({ min: 1, max: 5 }));
const step = fc.record({
  afterSeconds: fc.integer({ min: 1, max: 600 }),
  skills: fc.option(fc.dictionary(fc.constantFrom('zh', 'en', 'billing'), fc.integer({ min: 0, max: 5 })), { nil: null }),
});

describe('with any steps in any order', () => {
  it('waiting longer never asks for more, so that who may serve a younger task of a class may serve its head', () => {
    fc.assert(
      fc.property(levels, fc.array(step, { maxLength: 5 }), fc.nat(700), fc.nat(700), (asked, any, a, b) => {
        const [early, late] = [relaxSkills(asked, any, Math.min(a, b)), relaxSkills(asked, any, Math.max(a, b))];
        for (const [skill, level] of Object.entries(late)) expect(level).toBeLessThanOrEqual(early[skill] ?? 0);
      }),
    );
  });

  it('nothing changes before the moment that is named, and something does then', () => {
    fc.assert(
      fc.property(levels, fc.array(step, { maxLength: 5 }), fc.nat(700), (asked, any, waited) => {
        const next = relaxesNext(asked, any, waited);
        const now = relaxSkills(asked, any, waited);
        expect(relaxSkills(asked, any, (next ?? 1e9) - 0.001)).toEqual(now);
        if (next !== undefined) expect(relaxSkills(asked, any, next)).not.toEqual(now);
      }),
    );
  });
});
