import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/db/database.ts';
import { lendPool } from '../../../server/realtime/lend-pool.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await createEmptyDatabase();
});
afterEach(() => test.drop());

const own = () => openDatabase(test.url, { max: 2 });

describe('a connection that was lent and not given back', () => {
  it('is taken back: the pool can end', async () => {
    const { pool } = own();
    const { lent, takeBack } = lendPool(pool);
    await lent.connect();
    takeBack();
    await pool.end();
    expect(pool.totalCount).toBe(0);
  });

  it('is taken back also when it was still on its way', async () => {
    const { pool } = own();
    const { lent, takeBack } = lendPool(pool);
    let arrived = false;
    void lent.connect().then(() => {
      arrived = true;
    });
    takeBack();
    await pool.end();
    expect([pool.totalCount, arrived]).toEqual([0, false]);
  });

  it('makes room again when the server has ended it', async () => {
    const { pool } = own();
    const { lent } = lendPool(pool);
    const client = await lent.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await test.db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    while (pool.totalCount > 0) await pause(5);
    await pool.end();
  });

  it('may be given back twice', async () => {
    const { pool } = own();
    const { lent, takeBack } = lendPool(pool);
    const client = await lent.connect();
    client.release();
    client.release();
    takeBack();
    await pool.end();
  });
});

it('whoever asks when all is over waits, and does not ask again and again', async () => {
  const { pool } = own();
  const { lent, takeBack } = lendPool(pool);
  takeBack();
  expect(await Promise.race([lent.connect(), pause(50, 'waiting')])).toBe('waiting');
  await pool.end();
});
