import { createAdapter } from '@socket.io/postgres-adapter';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { setChatStage } from './web-chat-hub.ts';
import { newVisitor } from './web-chat-window.ts';

let database: TestDatabase;
const pools: pg.Pool[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end();
  await database.drop();
});

// After the hooks above: the servers are closed first, then their pools.
const stage = setChatStage();

const serveNode = () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  pools.push(pool);
  return stage.serve({ adaptedBy: createAdapter(pool) });
};

describe('a hub of two nodes', () => {
  it('reaches a visitor on the other node, who confirms, reads, and whose windows stay in step', async () => {
    const [here, there] = [await serveNode(), await serveNode()];
    const visitor = newVisitor();
    const [near, far] = [await stage.open({ visitor }, {}, here), await stage.open({ visitor }, {}, there)];
    // Nodes find each other by a heartbeat every five seconds, or as soon as one asks.
    await expect.poll(() => here.io.of('/chat').adapter.serverCount(), { timeout: 10_000 }).toBe(2);

    // Longer than a notification between nodes may be (8000 bytes).
    const text = '长'.repeat(4000);
    const sent = await here.adapter.send?.({
      id: 'm1',
      inbox: { id: 'inbox-shop', channel: 'web_chat', address: 'shop-widget', language: 'en' },
      to: visitor,
      text,
      files: [],
      at: new Date(),
    });
    expect(sent).toEqual({ externalId: 'm1', status: 'delivered' });
    for (const { received } of [near, far]) expect(received).toMatchObject([{ id: 'm1', text }]);

    far.socket.emit('seen', 'm1');
    await expect.poll(() => stage.reported('read')).toEqual(['m1']);

    await near.write('written here', 'client-0001');
    await expect.poll(() => far.saidElsewhere).toMatchObject([{ id: 'client-0001', text: 'written here' }]);
  });
});
