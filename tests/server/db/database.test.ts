import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, sqlState, violatedConstraint } from '../../../server/db/database.ts';
import { sql } from '../../../server/db/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.db.all(sql`create table notes (id int primary key, note_text text, opened_at timestamptz, big bigint, facts jsonb)`);
  await test.db.all(sql`create table later (id int references notes (id) deferrable initially deferred)`);
});
beforeEach(() => test.db.all(sql`truncate notes, later`));
afterAll(() => test.drop());

const ids = async (): Promise<number[]> => (await test.db.all<{ id: number }>(sql`select id from notes order by id`)).map((row) => row.id);

describe('reading', () => {
  it('hands back any text unchanged', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await test.db.one(sql`select ${value}::text as said`)).toEqual({ said: value });
      }),
      { numRuns: 200 },
    );
  });

  it('names columns in camel case, counts in numbers and tells time in dates', async () => {
    const at = new Date('2026-02-03T04:05:06.789Z');
    await test.db.all(sql`insert into notes values (1, 'x', ${at}, ${9_007_199_254_740_991}, '{"deep_key": [1]}')`);
    expect(await test.db.one(sql`select * from notes`)).toEqual({
      id: 1,
      noteText: 'x',
      openedAt: at,
      big: 9_007_199_254_740_991,
      facts: { deep_key: [1] },
    });
  });

  it('tells "none" from "must exist"', async () => {
    expect(await test.db.maybe(sql`select * from notes where id = 1`)).toBeUndefined();
    await expect(test.db.one(sql`select * from notes where id = 1`)).rejects.toThrow(/no row: select \* from notes/);
  });
});

describe('a transaction', () => {
  it('commits its writes, then runs its effects', async () => {
    const seen: string[] = [];
    const result = await test.db.transact(async (tx) => {
      tx.write(sql`insert into notes (id) values (1)`);
      tx.afterCommit(() => seen.push('after'));
      tx.write(sql`insert into notes (id) values (2)`);
      seen.push('during');
      return (await tx.all(sql`select id from notes`)).length;
    });
    expect(result).toBe(2);
    expect(seen).toEqual(['during', 'after']);
    expect(await ids()).toEqual([1, 2]);
  });

  it('runs its effects only when others can see its writes', async () => {
    const visible = await new Promise((resolve, reject) => {
      const work = test.db.transact(async (tx) => {
        tx.write(sql`insert into notes (id) values (1)`);
        tx.afterCommit(() => resolve(ids()));
      });
      work.catch(reject);
    });
    expect(visible).toEqual([1]);
  });

  it('is undone whole by one failed write, reports that failure and runs no effect', async () => {
    await test.db.all(sql`insert into notes (id) values (2)`);
    let effect = false;
    const work = test.db.transact(async (tx) => {
      tx.afterCommit(() => {
        effect = true;
      });
      tx.write(sql`insert into notes (id) values (1)`);
      tx.write(sql`insert into notes (id) values (2)`);
      tx.write(sql`insert into notes (id) values (3)`);
    });
    const error = await work.catch((reason: unknown) => reason);
    expect(violatedConstraint(error)).toBe('notes_pkey');
    expect(await ids()).toEqual([2]);
    expect(effect).toBe(false);
  });

  it('names the write that failed, not the read that stumbled over it', async () => {
    const work = test.db.transact(async (tx) => {
      tx.write(sql`insert into notes (id, opened_at) values (1, ${'not a time'})`);
      await tx.all(sql`select 1`);
    });
    expect(sqlState(await work.catch((reason: unknown) => reason))).toBe('22007');
  });

  it('is undone when the work throws, with the reason of the work', async () => {
    const work = test.db.transact(async (tx) => {
      tx.write(sql`insert into notes (id) values (1)`);
      throw new Error('changed our mind');
    });
    await expect(work).rejects.toThrow('changed our mind');
    expect(await ids()).toEqual([]);
  });

  it('is undone when a check fails only at the commit', async () => {
    const work = test.db.transact(async (tx) => tx.write(sql`insert into later values (99)`));
    expect(sqlState(await work.catch((reason: unknown) => reason))).toBe('23503');
    expect(await test.db.all(sql`select * from later`)).toEqual([]);
  });

  it('tries again when two of them stood in each other’s way', async () => {
    await test.db.all(sql`insert into notes (id, big) values (1, 0), (2, 0)`);
    const cross = (first: number, second: number) =>
      test.db.transact(async (tx) => {
        await tx.all(sql`update notes set big = big + 1 where id = ${first} returning id`);
        await tx.all(sql`select pg_sleep(0.05)`);
        tx.write(sql`update notes set big = big + 1 where id = ${second}`);
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(await test.db.all(sql`select big from notes`)).toEqual([{ big: 2 }, { big: 2 }]);
  });

  it('leaves nothing open on its connection', async () => {
    const single = openDatabase(test.url, { max: 1 });
    await single.transact(async (tx) => tx.write(sql`select * from no_such_table`)).catch(() => {});
    expect(await single.one(sql`select pg_current_xact_id_if_assigned() is null as idle`)).toEqual({ idle: true });
    await single.close();
  });
});

describe('a lost connection', () => {
  const endEveryOther = () =>
    test.db.all(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'to be lost'`,
    );

  it('fails the transaction that held it, and the next one works', async () => {
    const other = openDatabase(test.url, { max: 1, name: 'to be lost' });
    const work = other.transact(async (tx) => {
      tx.write(sql`insert into notes (id) values (1)`);
      await tx.all(sql`select 1`);
      await endEveryOther();
      await new Promise((later) => setTimeout(later, 50));
      tx.write(sql`insert into notes (id) values (2)`);
    });
    await expect(work).rejects.toThrow();
    expect(await other.all(sql`select id from notes`)).toEqual([]);
    await other.close();
  });

  it('does not end the hub while it is idle', async () => {
    const other = openDatabase(test.url, { max: 1, name: 'to be lost' });
    await other.all(sql`select 1`);
    await endEveryOther();
    await expect.poll(() => other.pool.totalCount).toBe(0);
    expect(await other.all(sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
    await other.close();
  });
});
