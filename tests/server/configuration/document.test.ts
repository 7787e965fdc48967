import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../../../server/contract/permissions.ts';
import type { ConfigurationDocument } from '../../../server/contract/settings.ts';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let admin: Client;
let other: TestHub;
let boss: Client;

beforeAll(async () => {
  test = await startTestHub();
  other = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Alex Morgan', role: 'admin', queues: [] }));
  boss = await client(other, await addPerson(other, { name: 'Bo Li', role: 'admin', queues: [] }));
  await configure();
});
afterAll(() => Promise.all([test.stop(), other.stop()]));

const both = (en: string, zh = en) => ({ en, 'zh-CN': zh });
const ids = {
  office: '0199aaaa-0000-7000-8000-00000000000c',
  rule: '0199aaaa-0000-7000-8000-00000000000d',
  category: '0199aaaa-0000-7000-8000-0000000000e1',
  cause: '0199aaaa-0000-7000-8000-0000000000e2',
  macro: '0199aaaa-0000-7000-8000-0000000000e3',
  role: '0199aaaa-0000-7000-8000-0000000000e4',
};
const nothing = Object.fromEntries(areas.map((area) => [area, { read: 'none' as const, write: 'none' as const }]));

/** Something of everything, with one part speaking of another. */
async function configure(): Promise<void> {
  const { parts } = await admin.call('exportSettings');
  const [support] = parts.queues as Record<string, unknown>[];
  const overflow = {
    before: [{ when: { is: 'closed' }, channels: ['sms'], act: { do: 'queue', queueId: 'queue:support' } }],
    after: [],
    chatUrl: null,
  };
  const policy = parts.policy as Record<string, unknown>;
  await take(admin, {
    ...parts,
    installation: { name: both('Northwind Home', '北风家居'), timeZone: 'Asia/Shanghai', language: 'zh-CN' },
    tiers: [{ key: 'diamond', label: both('Diamond', '钻石'), mark: 'diamond' }, ...(parts.tiers as object[])],
    skills: [{ key: 'gas', label: both('Gas fitting', '燃气安装') }],
    calendars: [
      {
        id: ids.office,
        label: both('Office', '办公室'),
        timeZone: 'Asia/Shanghai',
        hours: { mon: [['09:00', '18:00']] },
        holidays: { country: 'CN' },
        overrides: {},
      },
    ],
    queues: [
      support,
      { ...support, key: 'billing', label: both('Billing', '账务'), calendarId: ids.office, workingTime: ['email'], overflow },
    ],
    inboxes: (parts.inboxes as object[]).map((inbox) => ({ ...inbox, queueId: 'queue:billing', skills: { gas: 2 } })),
    dispositions: [
      { code: 'refund', label: both('Refund', '退款'), queueIds: ['queue:billing'], channels: [], retired: false },
      ...(parts.dispositions as object[]),
    ],
    policy: {
      ...policy,
      promises: { ...(policy.promises as object), diamond: { voice: 5, sms: 60, email: 600, web_chat: 10 } },
      queuePromises: { 'queue:billing': { gold: { voice: 15 } } },
    },
    service_targets: {
      rules: [{ tiers: ['gold'], channels: [], kinds: [], queueIds: ['queue:billing'], targets: { resolution: 7200 }, workingTime: true }],
      warnShare: 0.8,
      pausedBy: ['pending'],
    },
    customer_fields: {
      fields: [{ key: 'contract', label: both('Contract', '合同'), type: 'text' }],
      freshness: [{ field: 'fields.contract', staleDays: 365, refreshBy: 'assignee' }],
    },
    tier_rules: { tiers: [{ tier: 'gold', conditions: [{ field: 'fields.contract', is: 'filled' }] }] },
    match_rules: { same_name: 'off' },
    follow_up_rules: [
      {
        id: ids.rule,
        label: both('Ask', '询问'),
        trigger: 'silent',
        afterDays: 90,
        tiers: ['gold'],
        text: both('Call them', '致电'),
        purpose: 'service',
      },
    ],
    retention: { page_visits: 365 },
    ticket_fields: [{ key: 'device', label: both('Device', '设备'), type: 'text', kinds: ['incident'] }],
    ticket_taxonomy: {
      kinds: ['incident', 'service_request', 'complaint'].map((kind) => ({
        kind,
        label: both(kind),
        rootCauseRequired: kind === 'complaint',
      })),
      categories: [
        {
          id: ids.category,
          kind: 'incident',
          parentId: null,
          label: both('Leak', '漏水'),
          checklist: [both('Turn the water off', '关闭水阀')],
        },
      ],
      rootCauses: [{ id: ids.cause, label: both('Seal', '密封圈') }],
    },
    macros: [
      {
        id: ids.macro,
        name: both('Greeting', '问候'),
        text: both('Dear {{customer.name|customer}}', '您好'),
        actions: [],
        channels: ['sms'],
        roles: [],
        retired: false,
      },
    ],
    roles: [{ id: ids.role, label: both('Auditor', '审计'), base: 'agent', rights: nothing, masked: true }],
  });
}

async function take(who: Client, parts: object): Promise<string | null> {
  const document = { format: 'touchline-configuration' as const, version: 1, parts };
  const { revision, parts: compared } = await who.call('previewSettingsImport', { body: { document } });
  expect(compared.flatMap(({ part, problems }) => problems.map(({ place, message }) => `${part}.${place} ${message.en}`))).toEqual([]);
  return (await who.call('importSettings', { body: { revision, document } })).batchId;
}

const document = async (who: Client): Promise<ConfigurationDocument> => who.call('exportSettings');
const asText = async (who: Client) => JSON.stringify(await document(who), undefined, 1);

describe('the file of a configuration', () => {
  it('is the same whenever it is made, and holds no ids of queues, no people and no secrets', async () => {
    const text = await asText(admin);
    expect(await asText(admin)).toBe(text);
    expect(text).not.toContain(test.queueId);
    expect(text).not.toMatch(/password|secret|token|Alex/i);
  });

  it('taken in by an installation that knows nothing comes out of it as it went in', async () => {
    await take(boss, (await document(admin)).parts);
    expect(await asText(boss)).toBe(await asText(admin));
    const { queues, tiers, policy } = await boss.call('catalog');
    expect(queues.map(({ key }) => key)).toEqual(['support', 'billing']);
    expect(tiers[0]?.key).toBe('diamond');
    expect(policy.promises.diamond?.voice).toBe(5);
    const billing = queues.find(({ key }) => key === 'billing');
    expect((await boss.call('listPolicies', { query: { limit: 1 } })).versions[0]?.queuePromises).toEqual({
      [billing?.id ?? '']: { gold: { voice: 15 } },
    });
  });

  it('that is in force already changes nothing and leaves no trace', async () => {
    const { changes } = await boss.call('settingsChanges');
    expect(await take(boss, (await document(boss)).parts)).toBeNull();
    expect((await boss.call('settingsChanges')).changes).toEqual(changes);
  });

  it('is shown part by part before it is taken in, and looking changes nothing', async () => {
    const before = await asText(boss);
    const { parts } = await document(boss);
    const wanted = {
      format: 'touchline-configuration' as const,
      version: 1,
      parts: { ...parts, retention: { page_visits: 30 }, match_rules: {} },
    };
    const { parts: compared } = await boss.call('previewSettingsImport', { body: { document: wanted } });
    expect(
      compared
        .filter(({ changes }) => changes.length > 0)
        .map(({ part, changes, effects }) => [part, changes.map(({ what, from, to }) => [what.en, from?.en, to?.en]), effects.length]),
    ).toEqual([
      ['match_rules', [['Same name', 'off', undefined]], 0],
      ['retention', [['Page visits', '365 days', '30 days']], 1],
    ]);
    expect(await asText(boss)).toBe(before);
  });

  it('with something wrong in it is refused as a whole, with every place', async () => {
    const before = await asText(boss);
    const { parts } = await document(boss);
    const wanted = {
      format: 'touchline-configuration' as const,
      version: 1,
      parts: {
        ...parts,
        skills: [],
        follow_up_rules: [{ ...(parts.follow_up_rules as object[])[0], tiers: ['nobody'] }],
        retention: { page_visits: 0 },
      },
    };
    const { revision, parts: compared } = await boss.call('previewSettingsImport', { body: { document: wanted } });
    expect(compared.flatMap(({ part, problems }) => problems.map(({ place }) => `${part} ${place}`))).toEqual([
      'follow_up_rules 0.tiers.nobody',
      'retention page_visits',
    ]);
    expect(await boss.refusal('importSettings', { body: { revision, document: wanted } })).toBe('422 invalid_settings');
    expect(await asText(boss)).toBe(before);
  });

  it('is refused when the configuration is not any more what it was compared with', async () => {
    const wanted = await document(boss);
    const { revision } = await boss.call('previewSettingsImport', { body: { document: wanted } });
    await boss.call('saveRetention', { body: { kind: 'raw_items', days: 90 } });
    expect(await boss.refusal('importSettings', { body: { revision, document: wanted } })).toBe('409 changed_meanwhile');
  });

  it.each([
    {},
    [],
    { format: 'something else', version: 1, parts: {} },
    { format: 'touchline-configuration', version: 99, parts: {} },
    { format: 'touchline-configuration', version: 1, parts: { nonsense: [] } },
  ])('is nothing else (%j)', async (wanted) => {
    expect(await boss.refusal('previewSettingsImport', { body: { document: wanted as never } })).toBe('422 invalid_settings');
  });

  it('can be taken back as a whole, unless something changed since', async () => {
    const before = await asText(boss);
    const { parts } = await document(boss);
    const wanted = { ...parts, skills: [], installation: { name: both('Other', '别家'), timeZone: 'UTC', language: 'en' } };
    const batchId = await take(boss, wanted);
    expect(await asText(boss)).not.toBe(before);
    await boss.call('undoSettingsImport', { id: batchId ?? '' });
    expect(await asText(boss)).toBe(before);
    const { changes } = await boss.call('settingsChanges', { query: { limit: 2 } });
    expect(changes.map(({ cause }) => cause)).toEqual(['undone', 'undone']);

    const again = await take(boss, wanted);
    const { content, revision } = await boss.call('readSettings', { query: { part: 'installation' } });
    await boss.call('saveSettings', { body: { part: 'installation', revision, draft: { ...(content as object), language: 'zh-CN' } } });
    expect(await boss.refusal('undoSettingsImport', { id: again ?? '' })).toBe('409 changed_meanwhile');
  });

  it('gives nobody rights that they do not have, and shows nobody what is not theirs to read', async () => {
    const rights = { ...nothing, settings: { read: 'all' as const, write: 'all' as const } };
    await take(boss, {
      ...(await document(boss)).parts,
      roles: [{ id: ids.role, label: both('Configurer'), base: 'admin', rights, masked: false }],
    });
    const person = await addPerson(other, { name: 'Cy', role: 'admin', queues: [] });
    await other.hub.db.all(sql`update agents set role_id = ${ids.role} where id = ${person.id}`);
    const cy = await client(other, person);
    const { parts } = await document(cy);
    expect(Object.keys(parts)).toEqual(expect.not.arrayContaining(['roles', 'retention']));
    expect((await cy.call('settingsChanges')).changes.filter(({ part }) => part === 'roles')).toEqual([]);
    const grab = {
      format: 'touchline-configuration' as const,
      version: 1,
      parts: {
        roles: [{ id: ids.role, label: both('All'), base: 'admin', rights: { ...rights, people: rights.settings }, masked: false }],
      },
    };
    expect(await cy.refusal('previewSettingsImport', { body: { document: grab } })).toBe('403 beyond_own_rights');
    const shorter = { ...grab, parts: { retention: { page_visits: 1 } } };
    expect(await cy.refusal('previewSettingsImport', { body: { document: shorter } })).toBe('403 not_allowed');
    const named = { ...grab, parts: { installation: { name: both('Cy’s', '赛'), timeZone: 'UTC', language: 'en' } } };
    const { revision } = await cy.call('previewSettingsImport', { body: { document: named } });
    expect((await cy.call('importSettings', { body: { revision, document: named } })).parts).toEqual(['installation']);
  });

  it('leaves what is in use where it is, and says so', async () => {
    const { parts } = await document(admin);
    const queues = (parts.queues as { key: string }[])
      .filter(({ key }) => key !== 'billing')
      .map((queue) => ({ ...queue, overflow: { before: [], after: [], chatUrl: null } }));
    const wanted = { format: 'touchline-configuration' as const, version: 1, parts: { queues } };
    const { parts: compared } = await admin.call('previewSettingsImport', { body: { document: wanted } });
    expect(compared[0]?.effects.map(({ words }) => words.en)).toEqual(['Billing stays as it is: it has work, people or inboxes.']);
    const { count } = await test.hub.db.one<{ count: number }>(sql`select count(*) from queues`);
    expect(count).toBe(2);
  });
});
