import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../../server/db/sql.ts';
import { policyDraft, promisesWith } from '../../../support/configuration.ts';
import { sitDown } from '../../../support/console-socket.ts';
import { ringing } from '../../../support/desk.ts';
import {
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  type Failure,
  joinTestHub,
  request,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../../support/hub.ts';

let test: TestHub;
let admin: Client;
let supervisor: Client;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Alex Morgan', role: 'admin', queues: [] }));
  supervisor = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const inForce = async () => (await supervisor.call('listPolicies')).versions[0]?.version ?? 0;

/** Try to save; the status, the code and the one line that says what is wrong. */
async function attempt(draft: unknown, basedOn?: number): Promise<{ status: number; code?: string; detail?: string }> {
  const { status, body } = await request(
    test.url,
    'savePolicy',
    { body: { basedOn: basedOn ?? (await inForce()), draft } },
    { authorization: `Bearer ${admin.token}` },
  );
  if (status === 200) return { status };
  const { code, detail } = (body as Failure).error;
  return { status, code, ...(detail === undefined ? {} : { detail }) };
}

describe('a new version of the policy', () => {
  it('is in force at once, says who made it and why, and leaves the old one as it was', async () => {
    const before = (await supervisor.call('listPolicies')).versions;
    const saved = await admin.call('savePolicy', {
      body: { basedOn: await inForce(), draft: policyDraft({ promises: promisesWith('gold', { voice: 15 }), note: '金卡来电更快' }) },
    });
    expect(saved).toMatchObject({
      promises: { gold: { voice: 15 } },
      note: '金卡来电更快',
      createdBy: { id: admin.person.id, name: 'Alex Morgan' },
    });
    const versions = (await supervisor.call('listPolicies')).versions;
    expect(versions.map(({ version }) => version)).toEqual([saved.version, ...before.map(({ version }) => version)]);
    expect(versions.slice(1)).toEqual(before);
    expect((await supervisor.call('catalog')).policy).toMatchObject({ version: saved.version, promises: { gold: { voice: 15 } } });
    const event = await test.hub.db.one<{ data: object; actorId: string }>(
      sql`select data, actor_id from events where name = 'policy.changed' order by id desc limit 1`,
    );
    expect(event).toEqual({ data: { version: saved.version, preset: 'promise' }, actorId: admin.person.id });
  });

  it('is carried by every decision from then on', async () => {
    const agent = await client(test, await addPerson(test));
    const desk = await sitDown(test, agent);
    const { version } = await admin.call('savePolicy', { body: { basedOn: await inForce(), draft: policyDraft({ preset: 'deadline' }) } });
    await smsArrives(test, { from: '+441632960701', text: 'hello' });
    const offer = await ringing(agent);
    const { receipts } = await supervisor.call('taskReceipts', { id: offer.task.id });
    expect(receipts[0]?.policyVersion).toBe(version);
    desk.close();
  });

  it('is known to every node at once', async () => {
    const other = await joinTestHub(test);
    const { version } = await admin.call('savePolicy', { body: { basedOn: await inForce(), draft: policyDraft() } });
    await eventually(async () => expect((await other.hub.catalog.current()).policy.version).toBe(version));
    await other.leave();
  });

  it('may be an older one again', async () => {
    const { versions } = await supervisor.call('listPolicies');
    const first = versions.at(-1);
    if (!first) throw new Error('no version');
    const { version: _, createdAt: __, createdBy: ___, ...draft } = first;
    const saved = await admin.call('savePolicy', { body: { basedOn: await inForce(), draft } });
    expect(saved).toMatchObject({ preset: first.preset, promises: first.promises, bars: first.bars });
    expect(saved.version).toBeGreaterThan(versions[0]?.version ?? 0);
  });

  it('can be read page by page, newest first', async () => {
    const all = (await supervisor.call('listPolicies', { query: { limit: 100 } })).versions.map(({ version }) => version);
    const first = await supervisor.call('listPolicies', { query: { limit: 2 } });
    const second = await supervisor.call('listPolicies', { query: { limit: 100, before: first.versions.at(-1)?.version } });
    expect([first.more, second.more]).toEqual([true, false]);
    expect([...first.versions, ...second.versions].map(({ version }) => version)).toEqual(all);
  });

  it('makes room at once for whom the old one barred', async () => {
    const agent = await client(test, await addPerson(test, { name: 'Only SMS' }));
    await test.hub.db.all(sql`update agents set room = '{}' where id = ${agent.person.id}`);
    await admin.call('savePolicy', { body: { basedOn: await inForce(), draft: policyDraft({ bars: {} }) } });
    const { room } = await test.hub.db.one<{ room: string[] }>(sql`select room::text[] from agents where id = ${agent.person.id}`);
    expect([...room].sort()).toEqual(['email', 'sms', 'voice', 'web_chat']);
  });
});

describe('of several who save at the same time', () => {
  it('one is in force, and the others learn that somebody was faster', async () => {
    const basedOn = await inForce();
    const outcomes = await Promise.all(
      [10, 11, 12, 13, 14].map((voice) => attempt(policyDraft({ promises: promisesWith('gold', { voice }) }), basedOn)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const now = await inForce();
    expect(outcomes.find(({ status }) => status === 409)).toEqual({
      status: 409,
      code: 'changed_meanwhile',
      detail: `version ${now} is in force`,
    });
    expect((await supervisor.call('listPolicies')).versions.filter(({ version }) => version > basedOn)).toHaveLength(1);
  });

  it('nobody overwrites what they have not seen', async () => {
    expect(await attempt(policyDraft(), (await inForce()) - 1)).toMatchObject({ status: 409, code: 'changed_meanwhile' });
    expect(await attempt(policyDraft(), (await inForce()) + 1)).toMatchObject({ status: 409, code: 'changed_meanwhile' });
  });
});

describe('a policy that cannot be', () => {
  const whole = policyDraft();
  const line = { headStart: 0, acceleration: 1 };
  const table = Object.fromEntries(
    Object.keys(whole.promises).map((tier) => [tier, { voice: line, sms: line, email: line, web_chat: line }]),
  );
  const cases: [string, unknown, string][] = [
    ['has a gap', policyDraft({ promises: promisesWith('gold', { voice: undefined }) }), 'promises.gold.voice: is missing'],
    ['lacks a tier', { ...whole, promises: { ...whole.promises, silver: undefined } }, 'promises.silver: is missing'],
    ['promises nothing', policyDraft({ promises: promisesWith('gold', { voice: 0 }) }), 'promises.gold.voice: must be greater than 0'],
    ['promises the past', policyDraft({ promises: promisesWith('gold', { voice: -5 }) }), 'promises.gold.voice: must be greater than 0'],
    [
      'promises half a second',
      policyDraft({ promises: promisesWith('gold', { sms: 0.5 }) }),
      'promises.gold.sms: must be at least 1 second',
    ],
    [
      'promises next year',
      policyDraft({ promises: promisesWith('gold', { email: 31_536_000 }) }),
      'promises.gold.email: must be at most 90 days',
    ],
    ['promises a word', policyDraft({ promises: promisesWith('gold', { email: 'soon' }) }), 'promises.gold.email: must be a number'],
    [
      'promises NaN, which JSON writes as null',
      policyDraft({ promises: promisesWith('gold', { email: null }) }),
      'promises.gold.email: must be a number',
    ],
    [
      'knows a tier nobody else does',
      { ...whole, promises: { ...whole.promises, diamond: whole.promises.gold } },
      'promises.diamond: there is no such tier',
    ],
    [
      'knows a channel nobody else does',
      policyDraft({ promises: promisesWith('gold', { fax: 60 }) }),
      'promises.gold.fax: is not known here',
    ],
    [
      'speaks of a queue that is not there',
      policyDraft({ queuePromises: { '01a200d9-4aa9-763b-b976-08139912ea4c': {} } }),
      'queuePromises.01a200d9-4aa9-763b-b976-08139912ea4c: there is no such queue',
    ],
    ['has another order', { ...whole, preset: 'loudest' }, 'preset: must be one of promise, deadline, strict, first-come, table'],
    [
      'is a table without lines',
      { ...whole, preset: 'table', lines: { ...table, gold: { ...table.gold, sms: undefined } } },
      'lines.gold.sms: is missing',
    ],
    [
      'is a table that falls with waiting',
      policyDraft({ preset: 'table', lines: { ...table, gold: { ...table.gold, sms: { headStart: 0, acceleration: -1 } } } }),
      'lines.gold.sms.acceleration: must be at least 0',
    ],
    [
      'is a table beyond all measure',
      policyDraft({ preset: 'table', lines: { ...table, gold: { ...table.gold, sms: { headStart: 1e15, acceleration: 1 } } } }),
      'lines.gold.sms.headStart: is absurdly large',
    ],
    ['has lines that nothing reads', policyDraft({ lines: table }), 'lines: belong to the preset `table` only'],
    ['bars a channel nobody knows', { ...whole, bars: { voice: ['fax'] } }, 'bars.voice.0: must be one of voice, sms, email, web_chat'],
    ['has a word too many', { ...whole, urgent: true }, 'urgent: is not known here'],
    ['is no policy', 'promise', 'draft: does not have the expected form'],
    ['is nothing', null, 'draft: does not have the expected form'],
  ];

  it.each(cases)('because it %s, is refused by one line that names the place', async (_, draft, detail) => {
    const before = await inForce();
    expect(await attempt(draft)).toEqual({ status: 422, code: 'invalid_settings', detail });
    expect(await inForce()).toBe(before);
  });

  it('because a number has no end, is refused too', async () => {
    const body = JSON.stringify({ basedOn: await inForce(), draft: whole }).replace('"voice":20', '"voice":1e999');
    const response = await fetch(`${test.url}/api/policies`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      body,
    });
    expect([response.status, ((await response.json()) as Failure).error.detail]).toEqual([422, 'promises.gold.voice: must be a number']);
  });

  it('names all its places at once, in both languages, and changes nothing', async () => {
    const [before, events] = [await supervisor.call('listPolicies'), await eventNames(test)];
    const draft = policyDraft({ promises: promisesWith('gold', { voice: -1, sms: 1e9 }), bars: { voice: ['voice'] } });
    expect((await attempt({ ...draft, extra: 1 })).detail).toBe('promises.gold.voice: must be greater than 0; extra: is not known here');
    const { problems } = await supervisor.call('previewPolicy', {
      body: { draft: policyDraft({ promises: promisesWith('gold', { voice: -1 }) }) },
    });
    expect(problems).toEqual([{ place: 'promises.gold.voice', message: { en: 'must be greater than 0', 'zh-CN': '必须大于 0' } }]);
    expect(await supervisor.call('listPolicies')).toEqual(before);
    expect(await eventNames(test)).toEqual(events);
  });
});
