import { describe, expect, it } from 'vitest';
import { seedDemo } from '../../prisma/demo/seed.ts';
import { sql } from '../../server/db/sql.ts';
import { createTestDatabase } from '../support/database.ts';

const now = new Date('2026-03-11T14:00:00Z');

describe('seeding the demo', () => {
  it('happens once when two nodes start together', async () => {
    const fresh = await createTestDatabase();
    const both = await Promise.all([seedDemo(fresh.db, { now }), seedDemo(fresh.db, { now })]);
    expect(both.map(({ people }) => people.length).sort()).toEqual([0, 17]);
    expect(await fresh.db.one(sql`select count(*)::int as n from agents`)).toEqual({ n: 17 });
    await fresh.drop();
  });

  it.each(['2026-01-01T00:10:00Z', '2028-02-29T23:50:00Z', '2026-07-15T05:00:00Z'])('works at any time, such as %s', async (at) => {
    const fresh = await createTestDatabase();
    await seedDemo(fresh.db, { now: new Date(at) });
    expect(
      await fresh.db.one(sql`select max(at) < ${new Date(at)} as past, max(ended_at) < ${new Date(at)} as done from entries, tasks`),
    ).toEqual({ past: true, done: true });
    await fresh.drop();
  });
});
