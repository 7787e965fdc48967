import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json, type Sql, sql } from '../../../server/db/sql.ts';

/** A statement of random shape, and the values it must carry in order. */
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom("'; drop table customers; --", '$1', '`', '\\'),
);
const statement: fc.Arbitrary<{ made: Sql; values: unknown[] }> = fc.letrec<{ tree: { made: Sql; values: unknown[] } }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(value, value).map(([a, b]) => ({ made: sql`a = ${a} and b = ${b}`, values: [a, b] })),
    fc.tuple(value, tie('tree'), tie('tree')).map(([a, left, right]) => ({
      made: sql`(${left.made}) or c = ${a} or (${right.made})`,
      values: [...left.values, a, ...right.values],
    })),
  ),
})).tree;

describe('the sql tag', () => {
  it('never lets a value become text, however statements are nested', () => {
    fc.assert(
      fc.property(statement, ({ made, values }) => {
        expect(made.values).toEqual(values);
        expect(made.text.replaceAll(/\$\d+/g, '')).toMatch(/^(a =|and b =|or c =|[() ]| or )*$/);
        expect([...made.text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n))).toEqual(values.map((_, i) => i + 1));
      }),
    );
  });

  it('binds something that only looks like a statement', () => {
    const forged = { text: '1; drop table customers', values: [] };
    expect(sql`select ${forged}`).toEqual({ text: 'select $1', values: [forged] });
  });

  it('lets one fragment stand in several statements', () => {
    const open = sql`state = ${'open'}`;
    expect(sql`select 1 where ${open} and ${open}`).toEqual({ text: 'select 1 where state = $1 and state = $2', values: ['open', 'open'] });
    expect(sql`delete from x where id = ${7} and ${open}`).toEqual({
      text: 'delete from x where id = $1 and state = $2',
      values: [7, 'open'],
    });
  });

  it('writes arrays for json columns as JSON', () => {
    expect(json(['渠道', 1])).toBe('["渠道",1]');
  });
});
