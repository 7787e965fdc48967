import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  joinTestHub,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';
import { openReceiver, type Receiver, status } from '../../support/receiver.ts';

let test: TestHub;
let shop: Receiver;
let admin: Client;
beforeEach(async () => {
  [test, shop] = await Promise.all([startTestHub({ WEBHOOK_NETWORKS: '127.0.0.1' }), openReceiver()]);
  admin = await client(test, await addPerson(test, { role: 'admin' }));
});
afterEach(async () => {
  await shop.close();
  await test.stop();
});

const tell = (url = shop.url, events: string[] = []) => admin.call('createWebhook', { body: { label: 'Shop', url, events } });
const put = (externalId: string, fields: { name?: string; city?: string } = {}) =>
  admin.call('putProfile', { body: { externalId, ...fields } });
const order = (number: string) =>
  admin.call('putOrder', {
    body: { number, customer: { externalId: 'C-1' }, placedAt: '2026-05-01T10:00:00Z', currency: 'EUR', amount: 100, status: 'paid' },
  });
const target = async (id: string) => (await admin.call('listWebhooks')).targets.find((one) => one.id === id);
const deliveries = async (id: string) => (await admin.call('listWebhookDeliveries', { id })).deliveries;
const until = (count: number, receiver = shop) => eventually(async () => expect(receiver.received.length).toBeGreaterThanOrEqual(count));

describe('a target', () => {
  it('is told of what happens from then on, signed, by ids and numbers and without anybody’s words', async () => {
    await put('C-0', { name: 'Before' });
    const { secret } = await tell();
    await put('C-1', { name: '李雷' });
    await order('SO-1');
    await smsArrives(test, { from: '+441632960111', text: 'my secret 秘密' });
    await eventually(async () => expect(shop.types()).toContain('task.queued'));
    expect(shop.types().slice(0, 3)).toEqual(['customer.created', 'customer.changed', 'order.placed']);
    const placed = shop.received.find(({ json }) => json.type === 'order.placed');
    expect(placed?.json).toMatchObject({ subjects: { customerExternalId: 'C-1' }, data: { number: 'SO-1', status: 'paid' } });
    for (const { headers, body, json } of shop.received) {
      expect(headers['webhook-id']).toBe(`evt_${json.id}`);
      const timestamp = String(headers['webhook-timestamp']);
      expect(timestamp).toMatch(/^\d+$/);
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(`${headers['webhook-id']}.${timestamp}.${body}`).digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signature}`);
      expect(body).not.toMatch(/secret|秘密|李雷|441632960111/);
    }
  });

  it('is told everything once and in the order of the log, however much it is', async () => {
    const { target: made } = await tell(shop.url, ['customer.created']);
    for (let n = 0; n < 60; n++) await put(`C-${n}`);
    await until(60);
    const ids = shop.received.map(({ json }) => json.id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(shop.types().every((type) => type === 'customer.created')).toBe(true);
    await eventually(async () => expect(await target(made.id)).toMatchObject({ waiting: 0, givenUp: 0 }));
  });

  it('hears only of the events it asked for, and not of what is never told', async () => {
    await tell(shop.url, ['order.placed']);
    await put('C-1');
    await order('SO-1');
    await until(1);
    expect(shop.types()).toEqual(['order.placed']);
    const body = { label: 'Spy', url: shop.url, events: ['token.created'] };
    expect(await admin.refusal('createWebhook', { body })).toBe('400 bad_request');
  });

  it('keeps words that supervisors wrote inside the house', async () => {
    await tell(shop.url, ['customer.merged']);
    const [one, two] = [await addCustomer(test, { name: 'Ada' }), await addCustomer(test, { name: 'Ada B' })];
    await admin.call('mergeCustomers', { id: one, body: { mergedId: two, reason: 'Ada said so herself' } });
    await until(1);
    expect(shop.received[0]?.json.data).toEqual({ mergeId: expect.any(String), mergedId: two });
  });

  it('shows its secret once: not in lists, not in the log, not after it was deleted', async () => {
    const { target: made, secret } = await tell();
    expect(secret).toMatch(/^whsec_/);
    expect(JSON.stringify([await admin.call('listWebhooks'), await deliveries(made.id)])).not.toContain(secret);
    await admin.call('deleteWebhook', { id: made.id });
    expect(await admin.refusal('changeWebhook', { id: made.id, body: { label: 'x', url: shop.url, events: [] } })).toBe('404 not_found');
    expect(await test.hub.db.all(sql`select from webhook_targets where secret = ${secret}`)).toEqual([]);
    await put('C-1');
    await new Promise((later) => setTimeout(later, 300));
    expect(shop.received).toEqual([]);
  });
});

describe('where it may not lead', () => {
  it('is refused when it is set, and again when it is told', async () => {
    for (const url of ['https://169.254.169.254/', 'https://10.0.0.1/', 'http://10.0.0.1/', 'https://[::1]/', 'ftp://shop.example/'])
      expect(await admin.refusal('createWebhook', { body: { label: 'x', url, events: [] } })).toBe('422 webhook_url_refused');
    const { target: made } = await tell();
    await test.hub.db.all(sql`update webhook_targets set url = 'https://10.0.0.1/' where id = ${made.id}`);
    expect(await admin.call('testWebhook', { id: made.id })).toEqual({ ok: false, status: null, error: 'address_not_allowed' });
  });

  it('is not followed: a redirect is a failure', async () => {
    const elsewhere = await openReceiver();
    shop.answer = status(307, { location: elsewhere.url });
    const { target: made } = await tell();
    expect(await admin.call('testWebhook', { id: made.id })).toEqual({ ok: false, status: 307, error: 'redirect' });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });
});

describe('when a target fails', () => {
  it('it is tried again later, with the same id and a new time, and others after it go on meanwhile', async () => {
    shop.answer = (response, count) => status(count === 1 ? 500 : 200)(response);
    const { target: made } = await tell(shop.url, ['customer.created']);
    await put('C-1');
    await put('C-2');
    await until(2);
    await eventually(async () => expect((await deliveries(made.id)).map(({ state }) => state)).toEqual(['delivered', 'waiting']));
    const [, failed] = await deliveries(made.id);
    expect(failed).toMatchObject({ status: 500, attempts: 1, error: null });
    await test.pass(6);
    await until(3);
    expect(shop.received[2]?.headers['webhook-id']).toBe(shop.received[0]?.headers['webhook-id']);
    expect(shop.received[2]?.headers['webhook-timestamp']).not.toBe(shop.received[0]?.headers['webhook-timestamp']);
    await eventually(async () => expect(await target(made.id)).toMatchObject({ waiting: 0, failingSince: null }));
  });

  it('it is left alone for a while, then paused after a day, and told so; then it goes on where it stopped', async () => {
    shop.answer = status(500);
    const { target: made } = await tell(shop.url, ['customer.created']);
    for (let n = 0; n < 5; n++) await put(`C-${n}`);
    await until(3);
    await new Promise((later) => setTimeout(later, 1200));
    expect(shop.received).toHaveLength(3);
    for (let hour = 0; hour < 30 && !(await target(made.id))?.paused; hour += 5) {
      const before = shop.received.length;
      await test.pass(5 * 3600);
      await eventually(async () => expect(shop.received.length > before || (await target(made.id))?.paused).toBeTruthy());
    }
    expect((await target(made.id))?.paused).toMatchObject({ reason: 'failing' });
    await put('C-5');
    shop.answer = status(200);
    const before = shop.received.length;
    await admin.call('resumeWebhook', { id: made.id, body: {} });
    await eventually(async () => expect(await target(made.id)).toMatchObject({ paused: null, lastDeliveredAt: expect.any(String) }));
    await test.pass(12 * 3600);
    await eventually(async () => expect(await target(made.id)).toMatchObject({ waiting: 0 }));
    expect(new Set(shop.received.slice(before).map(({ json }) => json.id)).size).toBe(6);
  });

  it('one event that it never takes is given up after about a day and does not stop the others', async () => {
    const [bad, good] = [new Set<number>(), new Set<number>()];
    shop.answer = (response) => {
      const json = shop.received.at(-1)?.json;
      const isBad = json?.data.number === 'SO-bad';
      (isBad ? bad : good).add(json?.id ?? 0);
      status(isBad ? 422 : 200)(response);
    };
    const { target: made } = await tell(shop.url, ['order.placed']);
    await put('C-1');
    await order('SO-bad');
    for (let n = 0; n < 9; n++) {
      await order(`SO-${n}`);
      await eventually(async () => expect(good.size).toBe(n + 1));
      await test.pass(9 * 3600);
      await eventually(async () =>
        expect((await deliveries(made.id)).every(({ nextAt }) => !nextAt || nextAt > test.clock.now().toISOString())).toBe(true),
      );
    }
    expect(await target(made.id)).toMatchObject({ givenUp: 1, waiting: 0, paused: null });
    const given = (await admin.call('listWebhookDeliveries', { id: made.id, query: { state: 'given_up' } })).deliveries[0];
    expect(given).toMatchObject({ attempts: 9, status: 422 });
    shop.answer = status(204);
    await admin.call('retryWebhookDelivery', { id: given?.id ?? '' });
    await eventually(async () => expect(await target(made.id)).toMatchObject({ givenUp: 0, waiting: 0 }));
  });

  it('that says it is gone (410), it is paused at once', async () => {
    shop.answer = status(410);
    const { target: made } = await tell();
    await put('C-1');
    await eventually(async () => expect((await target(made.id))?.paused).toMatchObject({ reason: 'gone' }));
    await put('C-2');
    await new Promise((later) => setTimeout(later, 200));
    expect(shop.received).toHaveLength(1);
    const told = await test.hub.db.all(sql`select data from events where name = 'webhook.changed' and actor_kind = 'hub'`);
    expect(told).toEqual([{ data: { targetId: made.id, how: 'paused_by_hub' } }]);
  });

  it('that nobody listens at, or that never answers, holds up neither the others nor the hub', async () => {
    const slow = await openReceiver();
    slow.answer = () => {};
    const { target: made } = await tell(slow.url);
    const { target: dead } = await tell('http://127.0.0.1:9/');
    await tell();
    await put('C-1');
    await put('C-2');
    await until(2);
    await until(1, slow);
    expect((await target(made.id))?.waiting).toBeGreaterThan(0);
    await eventually(async () => expect((await deliveries(dead.id)).at(-1)).toMatchObject({ error: 'ECONNREFUSED', status: null }));
    await eventually(async () => expect((await deliveries(made.id)).at(-1)).toMatchObject({ error: 'timeout', status: null }), 20);
    await slow.close();
  });
});

describe('a person who looks after a target', () => {
  it('pauses it, lets it go on with what happened meanwhile or without', async () => {
    const { target: made } = await tell(shop.url, ['customer.created']);
    await admin.call('pauseWebhook', { id: made.id });
    await put('C-1');
    await new Promise((later) => setTimeout(later, 200));
    expect(shop.received).toEqual([]);
    await admin.call('resumeWebhook', { id: made.id, body: {} });
    await until(1);
    await admin.call('pauseWebhook', { id: made.id });
    await put('C-2');
    await admin.call('resumeWebhook', { id: made.id, body: { skip: true } });
    await put('C-3');
    await until(2);
    const keys = shop.received.map(({ json }) => json.subjects.customerExternalId);
    expect(keys).toEqual(['C-1', 'C-3']);
  });

  it('has it told again from an event on; each keeps its id', async () => {
    const { target: made } = await tell(shop.url, ['customer.created']);
    for (const key of ['C-1', 'C-2', 'C-3']) await put(key);
    await until(3);
    const ids = shop.received.map(({ json }) => json.id);
    const { count } = await admin.call('replayWebhook', { id: made.id, body: { fromEventId: ids[1] ?? 0 } });
    expect(count).toBe(2);
    await until(5);
    expect(shop.received.slice(3).map(({ json }) => json.id)).toEqual(ids.slice(1));
    expect(await deliveries(made.id)).toHaveLength(3);
  });

  it('sends a test and sees what was answered', async () => {
    const { target: made } = await tell();
    shop.answer = status(418);
    expect(await admin.call('testWebhook', { id: made.id })).toEqual({ ok: false, status: 418, error: null });
    shop.answer = status(202);
    expect(await admin.call('testWebhook', { id: made.id })).toEqual({ ok: true, status: 202, error: null });
    expect(shop.types()).toEqual(['webhook.test', 'webhook.test']);
    expect(await deliveries(made.id)).toEqual([]);
  });
});

describe('several hubs', () => {
  it('tell each event once, and what one was about when it died the other takes over', async () => {
    const second = await joinTestHub(test, { WEBHOOK_NETWORKS: '127.0.0.1' });
    const { target: made } = await tell(shop.url, ['customer.created']);
    for (let n = 0; n < 30; n++) {
      const { url } = n % 2 ? second : test;
      await fetch(`${url}/api/profiles`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ externalId: `C-${n}` }),
      });
    }
    await until(30);
    const ids = shop.received.map(({ json }) => json.id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    // A node that is gone without a word still stands in the row.
    await eventually(async () => expect(await target(made.id)).toMatchObject({ waiting: 0 }));
    await test.hub.db.all(sql`update webhook_targets set held_by = gen_random_uuid()`);
    await put('C-last');
    await until(31);
    expect(await deliveries(made.id)).toHaveLength(31);
    await second.leave();
    await put('C-after');
    await until(32);
  });

  it('go on after a restart with what was not told', async () => {
    shop.answer = status(503);
    const { target: made } = await tell(shop.url, ['customer.created']);
    await put('C-1');
    // A node that stops before it has noted the answer has attempted nothing.
    await eventually(async () => expect(await deliveries(made.id)).toMatchObject([{ state: 'waiting', attempts: 1 }]));
    await test.leave();
    shop.answer = status(200);
    test = { ...(await startTestHub({ WEBHOOK_NETWORKS: '127.0.0.1' }, test.database)) };
    admin = await client(test, await addPerson(test, { role: 'admin' }));
    await test.pass(3600);
    await until(2);
    await eventually(async () => expect(await deliveries(made.id)).toMatchObject([{ state: 'delivered', attempts: 2 }]));
  });
});
