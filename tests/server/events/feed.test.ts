import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { type EventRow, eventFeed, type Feed } from '../../../server/events/feed.ts';
import { administer } from '../../support/administer.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/hub.ts';

let test: TestDatabase;
const feeds: Feed[] = [];
const clients: pg.Client[] = [];

beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await test.drop();
});

/** A node's feed, with the ids it has told so far. */
async function node(): Promise<{ feed: Feed; told: number[] }> {
  const feed = eventFeed(test.db, test.url);
  const told: number[] = [];
  feed.subscribe((events: readonly EventRow[]) => void told.push(...events.map(({ id }) => id)));
  await feed.start();
  feeds.push(feed);
  return { feed, told };
}

/** Somebody with a transaction of their own. */
async function session(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  clients.push(client);
  return client;
}

const insert = `insert into events (at, name, actor_kind) values (now(), 'message.received', 'hub') returning id::int`;
const write = async (client: pg.Client | pg.Pool = test.db.pool): Promise<number> =>
  (await client.query<{ id: number }>(insert)).rows[0]?.id ?? 0;

describe('the feed of a node', () => {
  it('tells what is committed, in order, once, and nothing from before it began', async () => {
    await write();
    const { feed, told } = await node();
    const ids = [await write(), await write(), await write()];
    feed.wake();
    await eventually(async () => expect(told).toEqual(ids));
    feed.wake();
    await pause(100);
    expect(told).toEqual(ids);
  });

  it('tells an event of a long transaction once when it commits at last, though younger ones were told before', async () => {
    const { feed, told } = await node();
    const slow = await session();
    await slow.query('begin');
    const old = await write(slow);
    const young = await write();
    feed.wake();
    await eventually(async () => expect(told).toEqual([young]));
    await slow.query('commit');
    const last = await write();
    feed.wake();
    await eventually(async () => expect(told).toEqual([young, old, last]));
  });

  it('tells nothing of a transaction that was undone', async () => {
    const { feed, told } = await node();
    const undone = await session();
    await undone.query('begin');
    await write(undone);
    await undone.query('rollback');
    const id = await write();
    feed.wake();
    await eventually(async () => expect(told).toEqual([id]));
  });

  it('loses and doubles nothing when many write at once and commit in any order', async () => {
    const { feed, told } = await node();
    const writers = await Promise.all(Array.from({ length: 8 }, session));
    const ids = await Promise.all(
      writers.map(async (client, i) => {
        const mine: number[] = [];
        for (let round = 0; round < 15; round++) {
          await client.query('begin');
          mine.push(await write(client), await write(client));
          feed.wake();
          await pause((i * 7 + round * 3) % 11);
          await client.query('commit');
          feed.wake();
        }
        return mine;
      }),
    );
    const all = ids.flat().sort((a, b) => a - b);
    await eventually(async () => expect(told).toHaveLength(all.length));
    expect(told.toSorted((a, b) => a - b)).toEqual(all);
  });
});

describe('several nodes', () => {
  it('all hear of what one of them has committed, without waiting for their next look', async () => {
    const [one, two] = [await node(), await node()];
    const waits: number[] = [];
    const ids: number[] = [];
    for (let round = 0; round < 10 && !waits.some((wait) => wait < 500); round++) {
      ids.push(await write());
      const begun = Date.now();
      one.feed.wake();
      await eventually(async () => expect([one.told, two.told]).toEqual([ids, ids]));
      waits.push(Date.now() - begun);
    }
    expect(Math.min(...waits)).toBeLessThan(500);
  });

  it('hear of it also when the one that committed it died before it could say so', async () => {
    const { told } = await node();
    const id = await write();
    await eventually(async () => expect(told).toEqual([id]));
  });

  it('listen again by themselves after the database was away for a while', async () => {
    const [one, two] = [await node(), await node()];
    const name = new URL(test.url).pathname.slice(1);
    const server = new URL(test.url);
    server.pathname = '/postgres';
    await administer(
      server.href,
      `alter database "${name}" allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    await pause(1500);
    await administer(server.href, `alter database "${name}" allow_connections true`);
    const listeners = sql`select count(*) as n from pg_stat_activity where datname = current_database() and application_name = 'touchline feed'`;
    await eventually(async () => expect(await test.db.one(listeners)).toEqual({ n: 2 }));
    const id = await write();
    one.feed.wake();
    await eventually(async () => expect([one.told, two.told]).toEqual([[id], [id]]));
  });
});
