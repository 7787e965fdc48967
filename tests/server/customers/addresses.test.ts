import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyCustomer, lookUpSender } from '../../../server/customers/identify-customer.ts';
import { skeletonOf } from '../../../server/customers/identity/skeleton-of.ts';
import { sql } from '../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  smsArrives,
  startTestHub,
  supportMail,
  type TestHub,
} from '../../support/hub.ts';

let test: TestHub;
let boss: Client;
let mei: Client;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const DAY = 86_400;
let last = 0;
const phone = () => `+4416327${String(++last).padStart(5, '0')}`;
const said = async (id: string): Promise<string[]> => {
  const { items } = await boss.call('customerTimeline', { id, query: { limit: 100 } });
  return items.flatMap((item) => (item.type === 'entry' ? [item.entry.text] : []));
};
const pointsOf = async (id: string, who = boss) => (await who.call('getCustomer', { id })).contactPoints;
const profile = (externalId: string, body: object = {}) => boss.call('putProfile', { body: { externalId, name: externalId, ...body } });

describe('a shared address', () => {
  const office = phone();
  let company: string;
  let eva: string;
  let max: string;
  const share = async (body: { shared: boolean; holderId?: string }) => {
    const point = (await pointsOf(eva)).find(({ value }) => value === office);
    await boss.call('shareContactPoint', { id: point?.id ?? '', body });
  };

  it('is marked by somebody, and from then on what comes through it goes to the company; what was said before stays where it was', async () => {
    company = (await profile('Northwind', { kind: 'company' })).customer.id;
    [eva, max] = [await addCustomer(test, { name: 'Eva', phone: office }), (await profile('Max')).customer.id];
    await smsArrives(test, { from: office, text: 'Eva was here' });
    await share({ shared: true, holderId: company });
    await smsArrives(test, { from: office, text: 'somebody of the office' });
    expect([await said(eva), await said(company)]).toEqual([['Eva was here'], ['somebody of the office']]);
    expect(await pointsOf(company)).toMatchObject([{ value: office, shared: true, evidence: 'asserted', verified: false }]);
    expect(await pointsOf(eva)).toMatchObject([{ value: office, shared: true, evidence: 'claimed', verified: false }]);
    const [event] = await test.hub.db.all(
      sql`select name, customer_id, actor_kind from events where name like 'contact_point.%shared' order by id desc limit 1`,
    );
    expect(event).toEqual({ name: 'contact_point.shared', customerId: company, actorKind: 'agent' });
  });

  it('is a claim of nobody: others who have it conflict with nobody and nobody is suggested by it', async () => {
    const { conflicts } = await profile('Max', { addresses: [{ kind: 'phone', value: office }] });
    expect(conflicts).toEqual([]);
    for (const id of [company, eva, max]) expect((await boss.call('readIdentity', { id })).matches).toEqual([]);
    await smsArrives(test, { from: office, text: 'still the office' });
    expect(await said(max)).toEqual([]);
  });

  it('that is not shared any more is a claim again', async () => {
    await share({ shared: false });
    expect((await boss.call('readIdentity', { id: max })).matches).toMatchObject([{ customer: { id: company }, why: 'claimed_address' }]);
  });

  it('is a supervisor’s matter, and never a browser', async () => {
    const [point] = await pointsOf(company);
    const body = { shared: true };
    expect(await mei.refusal('shareContactPoint', { id: point?.id ?? '', body })).toBe('403 not_allowed');
    expect(await boss.refusal('shareContactPoint', { id: crypto.randomUUID(), body })).toBe('404 not_found');
    const visitor = await test.hub.db.one<{ id: string }>(
      sql`insert into contact_points (id, kind, value) values (gen_random_uuid(), 'chat_visitor', 'v-1') returning id`,
    );
    expect(await boss.refusal('shareContactPoint', { id: visitor.id, body })).toBe('422 not_shareable');
  });
});

describe('what an address looks like', () => {
  const alike = (one: string, other: string) => skeletonOf('email', one) === skeletonOf('email', other);

  it.each([
    ['pay@paypal.example', 'pay@pаypal.example'],
    ['paul@bank.example', 'pau1@bank.example'],
    ['o@x.example', '0@x.example'],
    ['modern@x.example', 'rnodern@x.example'],
    ['anna@bücher.example', 'anna@xn--bcher-kva.example'],
    ['ceo@apple.example', 'ceo@xn--pple-43d.example'],
    ['zoë@x.example', 'zoe\u0308@x.example'],
  ])('%s is to the eye %s', (one, other) => {
    expect(alike(one, other)).toBe(true);
  });

  it('differs where the eye sees a difference', () => {
    for (const [one, other] of [
      ['anna@x.example', 'hanna@x.example'],
      ['王@x.example', '玉@x.example'],
      ['a@x.example', 'a@y.example'],
    ])
      expect(alike(one ?? '', other ?? '')).toBe(false);
    expect(skeletonOf('phone', '+441632960000')).toBeNull();
  });
});

describe('an address that only looks like a customer’s', () => {
  const write = async (from: string, text: string) => {
    const post = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
    await post.sendMail({
      envelope: { from, to: supportMail },
      from: { name: 'Claire', address: from },
      to: supportMail,
      subject: 'hello',
      text,
    });
    post.close();
    return eventually(async () => {
      const row = await test.hub.db.one<{ id: string }>(sql`select customer_id as id from entries where text = ${text}`);
      return row.id;
    });
  };

  it('is somebody else’s, and says so as soon as it writes', async () => {
    const claire = await addCustomer(test, { name: 'Claire', email: 'claire@gallery.example' });
    const stranger = await write('cla1re@gallery.example'.replace('1', 'і'), 'please change my bank details');
    expect(stranger).not.toBe(claire);
    expect(await said(claire)).toEqual([]);
    const { contactPoints } = await boss.call('readIdentity', { id: stranger });
    expect(contactPoints).toMatchObject([{ looksLike: { value: 'claire@gallery.example', customer: { id: claire, name: 'Claire' } } }]);
    expect(await pointsOf(stranger)).toMatchObject([{ looksLike: { customer: { id: claire } } }]);
  });

  it('of one of their own other records is no cause for alarm', async () => {
    const [one, two] = [
      await addCustomer(test, { name: 'Paul', email: 'paul1@mail.example' }),
      await addCustomer(test, { name: 'Paul', email: 'paull@mail.example' }),
    ];
    expect((await boss.call('readIdentity', { id: one })).contactPoints).toMatchObject([{ looksLike: { value: 'paull@mail.example' } }]);
    await boss.call('mergeCustomers', { id: one, body: { mergedId: two, reason: 'the same person' } });
    expect((await pointsOf(one)).map(({ looksLike }) => looksLike)).toEqual([null, null]);
  });
});

describe('an address that speaks again after a year of silence', () => {
  it('is not shown as proven until somebody has made sure', async () => {
    const number = phone();
    const ada = await addCustomer(test, { name: 'Ada', phone: number });
    await smsArrives(test, { from: number, text: 'my boiler leaks' });
    test.clock.move(364 * DAY);
    await smsArrives(test, { from: number, text: 'again' });
    expect(await pointsOf(ada)).toMatchObject([{ verified: true, returned: null }]);
    const silentSince = test.clock.now().toISOString();
    test.clock.move(366 * DAY);
    expect(await pointsOf(ada)).toMatchObject([{ verified: true, returned: null }]);
    await smsArrives(test, { from: number, text: 'wer ist da?' });
    const doubted = { silentSince, at: test.clock.now().toISOString() };
    const [point] = await pointsOf(ada);
    expect(point).toMatchObject({ verified: false, evidence: 'verified', returned: doubted });
    expect((await boss.call('readIdentity', { id: ada })).contactPoints).toMatchObject([{ returned: doubted }]);
    test.clock.move(60);
    await mei.call('verifyContactPoint', { id: point?.id ?? '' });
    expect(await pointsOf(ada)).toMatchObject([{ verified: true, returned: null }]);
    expect(await mei.refusal('verifyContactPoint', { id: crypto.randomUUID() })).toBe('404 not_found');
  });

  it('or that was noted years ago and speaks for the first time, is doubted just so', async () => {
    const number = phone();
    const { customer } = await profile('noted', { addresses: [{ kind: 'phone', value: number }] });
    test.clock.move(400 * DAY);
    await smsArrives(test, { from: number, text: 'hello' });
    expect(await pointsOf(customer.id)).toMatchObject([{ evidence: 'asserted', returned: { at: test.clock.now().toISOString() } }]);
  });
});

describe('how strongly signs count', () => {
  const shipped = { signed_identity: 'link', claimed_address: 'suggest', same_birthday: 'suggest', same_name: 'suggest' } as const;
  const matches = async (id: string) => (await boss.call('readIdentity', { id })).matches.map(({ why }) => why);
  let root: Client;
  beforeAll(async () => {
    root = await client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));
  });

  it('is the house’s to say: a sign that is off suggests nobody', async () => {
    const [one] = [await addCustomer(test, { name: 'Same Name' }), await addCustomer(test, { name: 'Same Name' })];
    expect(await root.call('readMatchRules')).toEqual(shipped);
    expect(await matches(one)).toEqual(['same_name']);
    await root.call('putMatchRules', { body: { ...shipped, same_name: 'off' } });
    expect(await matches(one)).toEqual([]);
    await root.call('putMatchRules', { body: shipped });
  });

  it('never lets the hub link by itself on anything but a signature', async () => {
    for (const rule of ['claimed_address', 'same_birthday', 'same_name'])
      expect(await root.refusal('putMatchRules', { body: { ...shipped, [rule]: 'link' } })).toBe('400 bad_request');
    await expect(
      test.hub.db.all(sql`insert into match_rules values ('same_name', 'link') on conflict (rule) do update set strength = 'link'`),
    ).rejects.toThrow('match_rules_strength');
  });

  it('may ask a person even where a site has signed: the guest stays apart and is suggested', async () => {
    const signIn = async (visitor: string, signedCustomerId?: string) =>
      test.hub.db.transact(async (tx) => {
        const from = { kind: 'chat_visitor' as const, value: visitor, ...(signedCustomerId ? { signedCustomerId } : {}) };
        return identifyCustomer(test.hub, tx, from, 'en', await lookUpSender(tx, from));
      });
    const ada = await addCustomer(test, { name: 'Signed Ada', externalId: 'S-1' });
    for (const [strength, visitor, expected] of [
      ['suggest', 'visitor-1', ['signed_identity']],
      ['link', 'visitor-2', ['signed_identity']],
    ] as const) {
      await root.call('putMatchRules', { body: { ...shipped, signed_identity: strength } });
      const guest = await signIn(visitor);
      expect(await signIn(visitor, 'S-1')).toMatchObject({ id: ada });
      expect((await boss.call('getCustomer', { id: guest.id })).id).toBe(strength === 'link' ? ada : guest.id);
      // Of the two guests one is asked about; the other is them already.
      expect(await matches(ada)).toEqual(expected);
    }
  });
});

describe('property', () => {
  it('no unverified link ever moves history: whatever is claimed, what was said stays with whom it was said', async () => {
    const step = fc.oneof(
      fc.record({ does: fc.constant('says' as const), point: fc.nat(2) }),
      fc.record({ does: fc.constant('claims' as const), who: fc.nat(2), point: fc.nat(2) }),
      fc.record({ does: fc.constant('shares' as const), point: fc.nat(2), shared: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const numbers = [phone(), phone(), phone()];
        const people = await Promise.all(
          numbers.map((number) => addCustomer(test, { name: number, externalId: `P ${number}`, phone: number })),
        );
        const expected: string[][] = [[], [], []];
        for (const [n, one] of steps.entries()) {
          const number = numbers[one.point] ?? '';
          if (one.does === 'says') {
            await smsArrives(test, { from: number, text: `${number} ${n}` });
            expected[one.point]?.push(`${number} ${n}`);
          } else if (one.does === 'claims') {
            await boss.call('putProfile', { body: { externalId: `P ${numbers[one.who]}`, addresses: [{ kind: 'phone', value: number }] } });
          } else {
            const point = (await pointsOf(people[one.point] ?? '')).find(({ value }) => value === number);
            await boss.call('shareContactPoint', { id: point?.id ?? '', body: { shared: one.shared } });
          }
          const heard = await Promise.all(people.map(said));
          expect(heard.map((texts) => texts.sort())).toEqual(expected.map((texts) => [...texts].sort()));
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('an address that is a customer’s no more', () => {
  it('recognises nobody: its next sender begins anew, and what was said before stays', async () => {
    const number = phone();
    const eva = await addCustomer(test, { name: 'Eva', phone: number });
    await smsArrives(test, { from: number, text: 'Eva was here' });
    const [point] = await pointsOf(eva);
    await mei.call('endContactPoint', { id: point?.id ?? '' });
    expect(await pointsOf(eva)).toEqual([]);
    await smsArrives(test, { from: number, text: 'who had this number before me?' });
    expect(await said(eva)).toEqual(['Eva was here']);
    const [next] = (await boss.call('listCustomers', { query: { search: number } })).customers;
    expect(next?.id).not.toBe(eva);
    expect(await said(next?.id ?? '')).toEqual(['who had this number before me?']);
  });

  it('is given back by undo, unless somebody has come by it meanwhile', async () => {
    const number = phone();
    const eva = await addCustomer(test, { name: 'Eva', phone: number });
    const [point] = await pointsOf(eva);
    const { linkId } = await mei.call('endContactPoint', { id: point?.id ?? '' });
    await mei.call('restoreContactPoint', { id: linkId });
    await mei.call('restoreContactPoint', { id: linkId });
    expect(await pointsOf(eva)).toMatchObject([{ value: number, evidence: point?.evidence }]);
    await mei.call('endContactPoint', { id: point?.id ?? '' });
    await smsArrives(test, { from: number, text: 'mine now' });
    expect(await mei.refusal('restoreContactPoint', { id: linkId })).toBe('409 address_of_another');
  });
});
