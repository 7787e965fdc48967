import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenBody } from '../../../server/contract/api.ts';
import { sql } from '../../../server/db/sql.ts';
import { finish, take } from '../../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  joinTestHub,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';

const DAY = 86_400;
let test: TestHub;
let [mei, boss, admin]: Client[] = [];
const who = (person: Client | undefined): Client => person ?? expect.unreachable('nobody there');
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));
});
afterAll(() => test.stop());

const rule = async (given: Partial<GivenBody<'createFollowUpRule'>> & Pick<GivenBody<'createFollowUpRule'>, 'trigger' | 'afterDays'>) => {
  const made = await who(admin).call('createFollowUpRule', {
    body: { label: { en: 'Rule', 'zh-CN': '规则' }, text: { en: 'How is it?', 'zh-CN': '用得怎么样？' }, ...given },
  });
  // What happens from now on is looked at by what is known of rules.
  await test.hub.catalog.current();
  return made;
};
const of = async (customerId: string) => {
  const { open, past } = await who(boss).call('customerCare', { id: customerId });
  return [...open, ...past].map(({ cause, dueAt, owner }) => ({ cause, dueAt, owner: owner?.name ?? null }));
};
const end = (id: string) => who(admin).call('endFollowUpRule', { id });
let count = 0;
const order = (customerId: string, more: Partial<GivenBody<'putOrder'>> = {}) => {
  count += 1;
  return who(boss).call('putOrder', {
    body: {
      number: `N-${count}`,
      customer: { id: customerId },
      placedAt: test.clock.later(0),
      currency: 'EUR',
      amount: 1000,
      status: 'paid',
      ...more,
    },
  });
};

describe('a follow-up by hand', () => {
  it('is its maker’s, can be put off and handed on, is done once, and can be opened again', async () => {
    const ada = await addCustomer(test, {});
    const made = await who(mei).call('createFollowUp', { body: { customerId: ada, text: '问候一声', dueAt: test.clock.later(3600) } });
    expect(made).toMatchObject({ owner: { name: 'Mei Lin' }, cause: 'by_hand', text: { en: '问候一声' }, doneAt: null });
    const off = await who(mei).call('changeFollowUp', { id: made.id, body: { dueAt: test.clock.later(2 * DAY), ownerId: null } });
    expect(off).toMatchObject({ owner: null });
    expect((await who(mei).call('listFollowUps', { query: { which: 'open' } })).followUps.map(({ id }) => id)).toEqual([made.id]);
    expect(await who(mei).refusal('changeFollowUp', { id: made.id, body: { ownerId: made.id } })).toBe('422 unknown_agent');
    await who(mei).call('finishFollowUp', { id: made.id, body: { outcome: 'reached' } });
    expect(await who(boss).refusal('finishFollowUp', { id: made.id, body: { outcome: 'declined' } })).toBe('409 follow_up_done');
    expect(await who(boss).refusal('changeFollowUp', { id: made.id, body: { text: 'x' } })).toBe('409 follow_up_done');
    expect((await who(mei).call('listFollowUps', { query: { which: 'done' } })).followUps).toMatchObject([
      { id: made.id, outcome: 'reached' },
    ]);
    expect(await who(mei).call('reopenFollowUp', { id: made.id })).toMatchObject({ doneAt: null, outcome: null });
    await who(mei).call('finishFollowUp', { id: made.id, body: { outcome: 'canceled' } });
    expect(await eventNames(test, 'follow_up.made', 'follow_up.changed', 'follow_up.done', 'follow_up.reopened')).toEqual([
      'follow_up.made',
      'follow_up.changed',
      'follow_up.done',
      'follow_up.reopened',
      'follow_up.done',
    ]);
  });

  it('is told to its owner once when it is due, although two nodes look, and again after it was put off', async () => {
    const ada = await addCustomer(test, {});
    const second = await joinTestHub(test);
    const { id } = await who(mei).call('createFollowUp', { body: { customerId: ada, text: 'call', dueAt: test.clock.later(600) } });
    const told = async () => (await eventNames(test, 'follow_up.due')).length;
    const before = await told();
    await test.pass(300);
    expect(await told()).toBe(before);
    for (const seconds of [400, 60, 60]) await test.pass(seconds);
    expect(await told()).toBe(before + 1);
    expect(await who(mei).call('dueCounts', { query: { today: test.clock.later(-DAY) } })).toMatchObject({ mine: 1, overdue: 0 });
    expect(await who(mei).call('dueCounts', { query: { today: test.clock.later(0) } })).toMatchObject({ mine: 1, overdue: 1 });
    await who(mei).call('changeFollowUp', { id, body: { dueAt: test.clock.later(600) } });
    for (const seconds of [700, 60]) await test.pass(seconds);
    expect(await told()).toBe(before + 2);
    await who(mei).call('finishFollowUp', { id, body: { outcome: 'reached' } });
    await second.leave();
  });

  it('says by which ways the customer may be reached now for what it is for', async () => {
    const ada = await addCustomer(test, { phone: '+441632960801', email: 'ada.reach@customer.example' });
    await who(boss).call('changeCustomer', { id: ada, body: { preferredChannel: 'sms' } });
    const selling = await who(mei).call('createFollowUp', {
      body: { customerId: ada, text: 'offer', dueAt: test.clock.later(60), purpose: 'marketing' },
    });
    expect(selling.reach.at(0)).toMatchObject({ channel: 'sms', preferred: true });
    expect(selling.reach.map(({ channel, allowed, why }) => `${channel} ${allowed} ${why}`).sort()).toEqual(
      ['email', 'sms', 'voice'].map((channel) => `${channel} false never_asked`),
    );
    await test.hub.db.all(sql`update customers set quiet_hours = '{"timeZone":"UTC","from":"00:00","until":"23:59"}' where id = ${ada}`);
    const caring = await who(mei).call('createFollowUp', { body: { customerId: ada, text: 'all well?', dueAt: test.clock.later(60) } });
    expect(new Set(caring.reach.map(({ why }) => why))).toEqual(new Set(['quiet_hours']));
    expect(caring.reach[0]?.until).toContain('T23:59:00');
  });
});

describe('a rule', () => {
  it('follows up a delivery after some days, once, for the agent who served them last', async () => {
    const phone = '+441632960901';
    const ada = await addCustomer(test, { phone });
    await who(mei).available();
    await smsArrives(test, { from: phone, text: 'hello' });
    await finish(who(mei), await take(who(mei)));
    const { id } = await rule({ trigger: 'order_delivered', afterDays: 3 });
    const placed = await order(ada, { number: 'D-1' });
    await test.pass(3600);
    expect(await of(ada)).toEqual([]);
    const deliveredAt = test.clock.later(-60);
    await order(ada, { number: 'D-1', placedAt: placed.placedAt, status: 'delivered', delivery: { deliveredAt } });
    await order(ada, { number: 'D-1', placedAt: placed.placedAt, status: 'delivered, signed', delivery: { deliveredAt } });
    await test.pass(1);
    const dueAt = new Date(Date.parse(deliveredAt) + 3 * DAY * 1000).toISOString();
    expect(await of(ada)).toEqual([{ cause: 'order_delivered', dueAt, owner: 'Mei Lin' }]);
    await end(id);
    expect(await of(ada)).toEqual([]);
  });

  it('moves with the date it counts from, and is withdrawn when the order comes back', async () => {
    const ada = await addCustomer(test, {});
    const { id } = await rule({ trigger: 'order_placed', afterDays: 7 });
    const placedAt = test.clock.later(0);
    await order(ada, { number: 'M-1', placedAt });
    await test.pass(1);
    const moved = test.clock.later(3600);
    await order(ada, { number: 'M-1', placedAt: moved });
    await test.pass(1);
    expect((await of(ada)).map(({ dueAt }) => dueAt)).toEqual([new Date(Date.parse(moved) + 7 * DAY * 1000).toISOString()]);
    await order(ada, { number: 'M-1', placedAt: moved, returns: [{ at: test.clock.later(0), amount: 1000 }] });
    await test.pass(1);
    expect(await of(ada)).toEqual([]);
    await order(ada, { number: 'M-old', placedAt: test.clock.later(-9 * DAY) });
    await test.pass(1);
    expect(await of(ada)).toEqual([]);
    await end(id);
  });

  it('is for the tiers it names', async () => {
    const [gold, other] = [await addCustomer(test, { tier: 'gold' }), await addCustomer(test, {})];
    const { id } = await rule({ trigger: 'order_placed', afterDays: 1, tiers: ['gold'] });
    await Promise.all([order(gold), order(other)]);
    await test.pass(1);
    expect([(await of(gold)).length, (await of(other)).length]).toEqual([1, 0]);
    await end(id);
    expect(await who(admin).refusal('endFollowUpRule', { id })).toBe('409 rule_ended');
    const body = {
      label: { en: 'x', 'zh-CN': 'x' },
      trigger: 'silent' as const,
      afterDays: 1,
      tiers: ['none such'],
      text: { en: 'x', 'zh-CN': 'x' },
    };
    expect(await who(admin).refusal('createFollowUpRule', { body })).toBe('422 unknown_tier');
  });

  it('asks after a solved ticket, and lets it be when the ticket is opened again', async () => {
    const phone = '+441632960902';
    const ada = await addCustomer(test, { phone });
    const { id } = await rule({ trigger: 'ticket_solved', afterDays: 2 });
    await who(mei).available();
    await smsArrives(test, { from: phone, text: 'broken' });
    const { ticketId } = await finish(who(mei), await take(who(mei)));
    await test.pass(1);
    expect(await of(ada)).toMatchObject([{ cause: 'ticket_solved', owner: 'Mei Lin' }]);
    await who(mei).call('setTicketStatus', { id: ticketId, body: { status: 'open' } });
    await test.pass(1);
    expect(await of(ada)).toEqual([]);
    await end(id);
  });

  it('asks what went wrong after a low rating, not after a good one', async () => {
    const ada = await addCustomer(test, {});
    const { id } = await rule({ trigger: 'low_rating', afterDays: 0 });
    for (const [score, externalId] of [
      [5, 'r-1'],
      [1, 'r-2'],
    ] as const)
      await who(boss).call('putRating', { body: { customer: { id: ada }, externalId, score, at: test.clock.later(1) } });
    await test.pass(5);
    expect((await of(ada)).map(({ cause }) => cause)).toEqual(['low_rating']);
    await end(id);
  });

  it('remembers whoever has been silent for so many days, and nobody who wrote since', async () => {
    const [quietPhone, talkingPhone] = ['+441632960903', '+441632960904'];
    const [silent, talking] = [await addCustomer(test, { phone: quietPhone }), await addCustomer(test, { phone: talkingPhone })];
    const { id } = await rule({ trigger: 'silent', afterDays: 5 });
    for (const from of [quietPhone, talkingPhone]) await smsArrives(test, { from, text: 'hello' });
    await test.pass(3 * DAY);
    await smsArrives(test, { from: talkingPhone, text: 'again' });
    const second = await joinTestHub(test);
    await test.pass(2 * DAY + 60);
    await test.pass(120);
    expect([(await of(silent)).map(({ cause }) => cause), await of(talking)]).toEqual([['silent'], []]);
    await second.leave();
    await end(id);
  });

  it('congratulates on the day, those of 29 February on the 28th, once a year', async () => {
    // Not over midnight.
    if (test.clock.later(120).slice(0, 10) !== test.clock.later(0).slice(0, 10)) test.clock.move(300);
    const today = test.clock.now();
    const { id } = await rule({ trigger: 'birthday', afterDays: 0, purpose: 'marketing' });
    const born = async (birthday: string) => {
      const customerId = await addCustomer(test, {});
      await test.hub.db.all(sql`update customers set birthday = ${birthday} where id = ${customerId}`);
      return customerId;
    };
    const [leapling, ofToday, ofTomorrow] = [
      await born('1988-02-29'),
      await born(`1990-${today.toISOString().slice(5, 10)}`),
      await born(`1990-${test.clock.later(DAY).slice(5, 10)}`),
    ];
    await test.pass(60);
    expect([(await of(ofToday)).length, (await of(ofTomorrow)).length, (await of(leapling)).length]).toEqual([1, 0, 0]);
    await test.pass(DAY);
    expect([(await of(ofToday)).length, (await of(ofTomorrow)).length]).toEqual([1, 1]);
    const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
    const years = [today.getUTCFullYear() + 1, today.getUTCFullYear() + 2];
    const march = Date.UTC(years[1] ?? 0, 2, 1, 12);
    for (let left = 1; left > 0; left = march - test.clock.now().getTime()) await test.pass(Math.min(left / 1000, 6 * DAY) + 1);
    expect((await of(leapling)).map(({ dueAt }) => dueAt.slice(0, 10))).toEqual(
      years.map((year) => `${year}-02-${isLeap(year) ? 29 : 28}`),
    );
    await end(id);
  });
});

describe('agents', () => {
  it('work only on follow-ups of customers they may see', async () => {
    const other = await test.hub.db.one<{ id: string }>(sql`
      insert into queues (id, key, label) values (gen_random_uuid(), 'hidden', '{"en":"H","zh-CN":"丙"}') returning id`);
    const hidden = await addCustomer(test, {});
    await test.hub.db.all(sql`
      insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at) values (gen_random_uuid(), ${hidden}, ${other.id}, 'x', now(), now())`);
    const made = await who(boss).call('createFollowUp', {
      body: { customerId: hidden, text: 'x', dueAt: test.clock.later(0), ownerId: null },
    });
    expect(await who(mei).refusal('finishFollowUp', { id: made.id, body: { outcome: 'reached' } })).toBe('404 not_found');
    expect(await who(mei).refusal('changeFollowUp', { id: made.id, body: {} })).toBe('404 not_found');
    expect(await who(mei).refusal('reopenFollowUp', { id: made.id })).toBe('404 not_found');
    expect((await who(mei).call('listFollowUps', { query: { which: 'open' } })).followUps.map(({ id }) => id)).not.toContain(made.id);
    expect(await who(mei).refusal('createFollowUp', { body: { customerId: hidden, text: 'x', dueAt: test.clock.later(0) } })).toBe(
      '404 not_found',
    );
    expect(await who(mei).refusal('customerCare', { id: hidden })).toBe('404 not_found');
  });
});
