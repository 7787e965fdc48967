import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayReach, reachOf } from '../../../server/archive/consents/may-reach.ts';
import { isQuiet } from '../../../server/archive/preferences/quiet-hours.ts';
import type { ConsentBody } from '../../../server/contract/record.ts';
import { addCustomer, addPerson, type Client, client, eventNames, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;
let boss: Client;
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  boss = await client(test, await addPerson(test, { role: 'supervisor', name: 'Boss' }));
});
afterAll(() => test.stop());

const said = (state: 'granted' | 'withdrawn', traits: Partial<ConsentBody> = {}) => ({
  channel: 'sms' as const,
  purpose: 'marketing',
  state,
  proof: { kind: 'form' as const, reference: 'web form 17', text: 'Yes, send me offers by SMS' },
  ...traits,
});
const now = () => test.clock.now();
const reach = (id: string, purpose = 'marketing', at = now()) => mayReach(test.hub.db, id, { channel: 'sms', purpose, at });
const ago = (seconds: number) => new Date(now().getTime() - seconds * 1000).toISOString();

describe('a consent', () => {
  it('is needed before anything but service, counts with its proof, and is withdrawn at once', async () => {
    const ada = await addCustomer(test, { name: 'Ada', phone: '+441632960001' });
    expect(await reach(ada)).toMatchObject({ allowed: false, why: 'never_asked' });
    expect(await reach(ada, 'survey')).toMatchObject({ allowed: false, why: 'never_asked' });
    expect(await reach(ada, 'service')).toMatchObject({ allowed: true, why: 'not_withdrawn' });
    const record = await mei.call('addConsent', { id: ada, body: said('granted') });
    expect(record.consents).toMatchObject([
      { state: 'granted', counts: true, by: { name: 'Mei Lin' }, proof: { reference: 'web form 17' } },
    ]);
    expect(record.marketing.map(({ channel, allowed }) => [channel, allowed])).toEqual([
      ['voice', false],
      ['sms', true],
      ['email', false],
      ['web_chat', false],
    ]);
    expect(await reach(ada)).toMatchObject({ allowed: true, why: 'granted' });
    await mei.call('addConsent', { id: ada, body: said('withdrawn', { proof: { kind: 'message', reference: '', text: 'STOP' } }) });
    expect(await reach(ada)).toMatchObject({ allowed: false, why: 'withdrawn' });
    expect(await eventNames(test, 'consent.granted', 'consent.withdrawn')).toEqual(['consent.granted', 'consent.withdrawn']);
  });

  it('is never changed or taken away: every statement stays with who said what when', async () => {
    const bob = await addCustomer(test, { name: 'Bob' });
    for (const state of ['granted', 'withdrawn', 'granted'] as const) {
      test.clock.move(60);
      await mei.call('addConsent', { id: bob, body: said(state) });
    }
    const { consents, next } = await mei.call('listConsents', { id: bob, query: { limit: 2 } });
    const rest = await mei.call('listConsents', { id: bob, query: { cursor: next ?? '', limit: 2 } });
    expect([...consents, ...rest.consents].map(({ state, counts }) => [state, counts])).toEqual([
      ['granted', true],
      ['withdrawn', false],
      ['granted', false],
    ]);
  });

  it('may be told late: the newest statement counts, not the last that arrived, and a refusal before an agreement of the same instant', async () => {
    const cleo = await addCustomer(test, { name: 'Cleo' });
    await mei.call('addConsent', { id: cleo, body: said('withdrawn', { at: ago(60) }) });
    await mei.call('addConsent', { id: cleo, body: said('granted', { at: ago(3600) }) });
    expect(await reach(cleo)).toMatchObject({ allowed: false, why: 'withdrawn' });
    expect(await reach(cleo, 'marketing', new Date(ago(1800)))).toMatchObject({ allowed: true });
    await mei.call('addConsent', { id: cleo, body: said('granted', { at: ago(60) }) });
    expect(await reach(cleo)).toMatchObject({ allowed: false });
    expect(
      await mei.refusal('addConsent', { id: cleo, body: said('granted', { at: new Date(now().getTime() + 1000).toISOString() }) }),
    ).toBe('422 in_the_future');
  });

  it('of one of their addresses names it; of anybody else’s it is refused', async () => {
    const dora = await addCustomer(test, { name: 'Dora', email: 'dora@customer.example' });
    const address = { kind: 'email' as const, value: 'dora@customer.example' };
    const { consents } = await mei.call('addConsent', { id: dora, body: said('granted', { channel: 'email', address }) });
    expect(consents).toMatchObject([{ address: 'dora@customer.example' }]);
    const foreign = { kind: 'phone' as const, value: '+441632960001' };
    expect(await mei.refusal('addConsent', { id: dora, body: said('granted', { address: foreign }) })).toBe('422 unknown_address');
  });

  it('of any record of a customer counts for them, and goes back with it when they are parted', async () => {
    const [one, two] = [await addCustomer(test, { name: 'Eve' }), await addCustomer(test, { name: 'Eve' })];
    await mei.call('addConsent', { id: two, body: said('granted') });
    await boss.call('mergeCustomers', { id: one, body: { mergedId: two, reason: 'the same person' } });
    expect([await reach(one), await reach(two)]).toMatchObject([{ allowed: true }, { allowed: true }]);
    const [merge] = (await boss.call('readIdentity', { id: one })).merges;
    await boss.call('undoMerge', { id: merge?.id ?? '', body: { reason: 'two after all' } });
    expect([await reach(one), await reach(two)]).toMatchObject([{ allowed: false }, { allowed: true }]);
  });

  it('whatever the order in which statements arrive, the same one counts', async () => {
    const statement = fc.record({
      state: fc.constantFrom('granted' as const, 'withdrawn' as const),
      secondsAgo: fc.integer({ min: 1, max: 5 }),
    });
    const statements = fc.array(statement, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(statements, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (given, dice) => {
        const shuffled = given
          .map((one) => ({ one, place: dice.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ one }) => one);
        const outcomes = [];
        for (const order of [given, shuffled]) {
          const id = await addCustomer(test, { name: 'Anybody' });
          for (const { state, secondsAgo } of order) await mei.call('addConsent', { id, body: said(state, { at: ago(secondsAgo) }) });
          outcomes.push(await reach(id));
        }
        expect(outcomes[0]).toEqual(outcomes[1]);
      }),
      { numRuns: 15 },
    );
  });
});

describe('quiet hours', () => {
  const at = (time: string) => new Date(`2026-03-11T${time}:00Z`);

  it('follow the clock on the customer’s wall, across midnight and daylight saving', () => {
    const night = { timeZone: 'Asia/Shanghai', from: '22:00', until: '08:00' };
    expect(isQuiet(night, at('14:00'))).toBe(true);
    expect(isQuiet(night, at('13:59'))).toBe(false);
    expect(isQuiet(night, at('23:59'))).toBe(true);
    expect(isQuiet(night, at('00:00'))).toBe(false);
    const noon = { timeZone: 'Europe/London', from: '12:00', until: '13:00' };
    expect(isQuiet(noon, at('12:30'))).toBe(true);
    expect(isQuiet(noon, new Date('2026-07-11T12:30:00Z'))).toBe(false);
    expect(isQuiet(noon, new Date('2026-07-11T11:30:00Z'))).toBe(true);
  });

  it('hold back what is allowed otherwise, and never allow what is not', () => {
    const night = { timeZone: 'UTC', from: '22:00', until: '08:00' };
    const asked = { channel: 'sms' as const, purpose: 'marketing', at: at('23:00') };
    const granted = { state: 'granted' as const, at: at('01:00') };
    expect(reachOf(granted, night, asked)).toMatchObject({ allowed: false, why: 'quiet_hours' });
    expect(reachOf(granted, night, { ...asked, at: at('12:00') })).toMatchObject({ allowed: true });
    expect(reachOf({ ...granted, state: 'withdrawn' }, night, asked)).toMatchObject({ allowed: false, why: 'withdrawn' });
    expect(reachOf(undefined, null, asked)).toMatchObject({ allowed: false, why: 'never_asked' });
  });
});
