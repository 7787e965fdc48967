import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('a test database', () => {
  it('has every migration applied', async () => {
    const rows = await test.db.all<{ tableName: string }>(
      sql`select table_name from information_schema.tables where table_schema = 'public'`,
    );
    expect(rows.map((row) => row.tableName)).toEqual(
      expect.arrayContaining(['customers', 'tickets', 'tasks', 'events', '_prisma_migrations']),
    );
  });

  it('shares nothing with another one', async () => {
    const other = await createTestDatabase();
    await test.db.all(sql`insert into tiers (key, rank, label) values (${randomUUID()}, 1, '{}')`);
    expect(await other.db.all(sql`select * from tiers`)).toEqual([]);
    await other.drop();
  });

  it('is gone after drop, with its connections', async () => {
    const passing = await createTestDatabase();
    await passing.drop();
    const client = new pg.Client({ connectionString: inject('testServer').url });
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [new URL(passing.url).pathname.slice(1)]);
    await client.end();
    expect(rowCount).toBe(0);
    await expect(passing.db.all(sql`select 1`)).rejects.toThrow();
  });
});
