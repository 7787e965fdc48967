import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { AgentView, EntryView, OfferView, TaskView, TicketView } from '../../../server/contract/entities.ts';
import { paths } from '../../../server/contract/paths.ts';
import { shippedSettings } from '../../../server/customers/value/shipped-settings.ts';
import { sql } from '../../../server/db/sql.ts';
import { bringFile } from '../../support/bring-file.ts';
import { calendarDraft, policyDraft, rulesDraft } from '../../support/configuration.ts';
import { openConsole } from '../../support/console-socket.ts';
import { type Client, callArrives, callEnds, eventually, request, smsArrives } from '../../support/hub.ts';
import { ended, upload } from '../../support/imports.ts';
import { offersAll } from '../../support/phone.ts';
import { employ, personDraft, roleDraft } from '../../support/roles.ts';
import { openWorld, type World } from '../../support/world.ts';

const endpoints = Object.keys(api).filter((name): name is EndpointName => name in api);

let world: World;
beforeAll(async () => {
  // Mails are queued; nobody takes them.
  world = await openWorld({ SMTP_URL: 'smtp://127.0.0.1:9' });
});
afterAll(() => world.stop());

const Operation = z.object({
  operationId: z.string(),
  summary: z.string().min(5),
  description: z.string(),
  tags: z.array(z.string().min(1)).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(z.object({ in: z.enum(['path', 'query']), name: z.string(), required: z.boolean().optional(), schema: z.looseObject({}) }))
    .optional(),
  requestBody: z
    .object({ required: z.literal(true), content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }) })
    .optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }) }),
  ),
});
const OpenApi = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.tuple([z.object({ url: z.url() })]),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith('/api/'), z.record(z.enum(['get', 'post', 'put', 'delete']), Operation.optional())),
  components: z.object({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })),
    schemas: z.record(z.string().regex(/^[A-Z]\w+$/), z.looseObject({})),
  }),
});

const fetchDocument = async () => OpenApi.parse(await (await fetch(`${world.test.url}/api/openapi.json`)).json());

/** Every `$ref` in it. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

describe('the API’s description', () => {
  it('is an OpenAPI 3.1 document that anyone may read', async () => {
    const document = await fetchDocument();
    expect(document.servers[0].url).toBe(world.test.url);
    expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['session', 'token']);
  });

  it('has every endpoint once, with its parameters and body', async () => {
    const document = await fetchDocument();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => (operation ? [{ path, method, ...operation }] : [])),
    );
    expect(described.map(({ operationId }) => operationId).sort()).toEqual([...endpoints].sort());
    for (const { path, method, operationId, parameters = [], requestBody, security } of described) {
      const endpoint: { path: string; method: string; access: string; query?: z.ZodObject; body?: z.ZodObject } =
        api[endpoints.find((name) => name === operationId) ?? 'me'];
      expect([path, method]).toEqual([endpoint.path.replace(':id', '{id}'), endpoint.method]);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
        path.includes('{id}') ? ['id'] : [],
      );
      expect(
        parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(Object.keys(endpoint.query?.shape ?? {}).sort());
      expect(requestBody !== undefined).toBe(endpoint.body !== undefined);
      expect(security).toEqual(endpoint.access === 'everyone' ? [] : undefined);
    }
  });

  it('refers to nothing that is not in it', async () => {
    const document = await fetchDocument();
    const references = [...new Set(referencesIn(document))];
    expect(references.length).toBeGreaterThan(15);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1) ?? '');
    }
  });

  it('can be read by people, with nothing from outside and no script', async () => {
    const response = await fetch(`${world.test.url}/api/docs`);
    const page = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    for (const name of endpoints) expect(page).toContain(api[name].summary.replaceAll('&', '&amp;'));
    expect(page).not.toMatch(/<script|<link|src=|@import|url\(/i);
  });
});

describe('method and path of each endpoint, as the console knows them', () => {
  it('are those of the contract', () => {
    expect(paths).toEqual(Object.fromEntries(endpoints.map((name) => [name, [api[name].method, api[name].path]])));
  });
});

/** Whatever is answered has exactly the form that was promised: nothing missing and nothing more. */
async function promised<Name extends EndpointName>(
  who: Client,
  name: Name,
  given: { id?: string; query?: object; body?: object } = {},
): Promise<void> {
  const { status, body } = await request(world.test.url, name, given, { authorization: `Bearer ${who.token}` });
  expect({ name, status, body: status === 200 ? 'fine' : body }).toEqual({ name, status: 200, body: 'fine' });
  expect(api[name].response.parse(body)).toEqual(body);
  answered.add(name);
}
const answered = new Set<EndpointName>();

/** Value and tier of a customer, and what they are made of. */
async function walkValue(mei: Client, supervisor: Client, admin: Client, customerId: string): Promise<void> {
  await promised(mei, 'customerValue', { id: customerId });
  await promised(supervisor, 'customerValue', { id: customerId, query: { asOf: '2026-05-01T10:00:00Z' } });
  await promised(mei, 'valueSeries', { id: customerId, query: { months: 6 } });
  await promised(supervisor, 'overrideTier', { id: customerId, body: { tier: 'gold', reason: 'a framework contract' } });
  await promised(supervisor, 'endTierOverride', { id: customerId });
  await promised(admin, 'saveValueSettings', { body: { basedOn: 0, draft: shippedSettings } });
  await promised(supervisor, 'valueSettings');
  await promised(supervisor, 'fitValues');
  const draft = { tiers: [{ tier: 'gold', conditions: [{ number: 'revenue' as const, enter: 1e9, leave: 1e9 }] }] };
  await promised(supervisor, 'previewTierRules', { body: { draft: { tiers: [{ tier: 'none', conditions: [] }] } } });
  const asked = await supervisor.call('previewTierRules', { body: { draft } });
  await promised(supervisor, 'tierPreview', { id: asked.id ?? '' });
  await promised(admin, 'saveTierRules', { body: { basedOn: 0, draft } });
  await promised(supervisor, 'tierRules');
}

/** Segments, portfolio, opportunities and follow-ups, of a customer. */
async function walkFiles(supervisor: Client): Promise<void> {
  await promised(supervisor, 'findDuplicates');
  await promised(supervisor, 'listDuplicates');
  const file = { name: 'list.csv', content: 'Customer number,Name,Phone\nF-1,Grace,+442079460018\nF-2,Alan,12\n' };
  const { body: kept } = await upload(world.test, supervisor, file);
  const { id } = kept;
  await promised(supervisor, 'previewImport', { id, body: {} });
  const { settings } = await supervisor.call('previewImport', { id, body: {} });
  await promised(supervisor, 'startImport', { id, body: { settings } });
  await ended(supervisor, id);
  await promised(supervisor, 'getImport', { id });
  await promised(supervisor, 'importRows', { id });
  await promised(supervisor, 'undoImport', { id });
  await ended(supervisor, id);
  const { body: second } = await upload(world.test, supervisor, file);
  await promised(supervisor, 'cancelImport', { id: second.id });
  await promised(supervisor, 'listImports');
}

async function walkRelations(mei: Client, supervisor: Client, admin: Client, customerId: string): Promise<void> {
  const due = new Date(world.test.clock.now().getTime() + 60_000).toISOString();
  const filter = {
    all: [{ field: 'tier', is: 'is', value: 'gold' }, { any: [{ field: 'consent.sms.service', is: 'is_not', value: 'withdrawn' }] }],
  };
  await promised(mei, 'segmentFields');
  await promised(supervisor, 'createSegment', { body: { name: 'Gold', filter, shared: true } });
  const segmentId = (await mei.call('listSegments')).segments.find(({ name }) => name === 'Gold')?.id ?? '';
  await promised(mei, 'listSegments');
  await promised(supervisor, 'changeSegment', { id: segmentId, body: { name: 'Golden', filter, shared: true } });
  await promised(mei, 'countSegment', { body: { filter } });
  await promised(mei, 'segmentCustomers', { id: segmentId });
  await promised(supervisor, 'readPortfolio', { query: { measure: 'revenue' } });
  await promised(supervisor, 'portfolioCustomers', { query: { measure: 'revenue', toShare: 0.5 } });
  const period = { from: '2026-01-01T00:00:00Z', to: due };
  await promised(supervisor, 'readMigration', { query: period });
  await promised(supervisor, 'migrationCustomers', { query: { ...period, toTier: 'gold' } });
  await promised(mei, 'createOpportunity', { body: { customerId, title: 'Second boiler', amount: 100, currency: 'EUR', nextStepAt: due } });
  const opportunityId = (await mei.call('listOpportunities')).opportunities[0]?.id ?? '';
  await promised(mei, 'listOpportunities', { query: { mine: 'true' } });
  await promised(mei, 'opportunityTotals');
  await promised(mei, 'changeOpportunity', { id: opportunityId, body: { stage: 'lost', lostReason: 'price' } });
  await promised(mei, 'createFollowUp', { body: { customerId, text: 'ring', dueAt: due } });
  const followUpId = (await mei.call('listFollowUps')).followUps[0]?.id ?? '';
  await promised(mei, 'listFollowUps', { query: { which: 'all', limit: 1 } });
  await promised(mei, 'dueCounts', { query: { today: due } });
  await promised(mei, 'changeFollowUp', { id: followUpId, body: { ownerId: null } });
  await promised(mei, 'finishFollowUp', { id: followUpId, body: { outcome: 'reached' } });
  await promised(mei, 'reopenFollowUp', { id: followUpId });
  await promised(mei, 'customerCare', { id: customerId });
  const words = { en: 'How is it?', 'zh-CN': '用得怎么样？' };
  await promised(admin, 'createFollowUpRule', { body: { label: words, text: words, trigger: 'silent', afterDays: 90 } });
  const ruleId = (await supervisor.call('listFollowUpRules')).rules[0]?.id ?? '';
  await promised(supervisor, 'listFollowUpRules');
  await promised(admin, 'changeFollowUpRule', { id: ruleId, body: { label: words, text: words, afterDays: 60 } });
  await promised(admin, 'endFollowUpRule', { id: ruleId });
  await promised(supervisor, 'startBatch', { body: { segmentId, text: 'news', dueAt: due } });
  const { id } = await supervisor.call('startBatch', { body: { segmentId, text: 'news again', dueAt: due } });
  await promised(supervisor, 'readBatch', { id });
  await promised(supervisor, 'undoBatch', { id });
  await promised(supervisor, 'removeSegment', { id: segmentId });
}

/** What is known of a customer beside what happened with them. */
async function walkRecord({ test, mei, supervisor, admin, customerId }: World): Promise<void> {
  const point = (await mei.call('getCustomer', { id: customerId })).contactPoints.find(({ kind }) => kind === 'phone')?.id ?? '';
  const matching = await supervisor.call('readMatchRules');
  await promised(supervisor, 'readMatchRules');
  await promised(admin, 'putMatchRules', { body: matching });
  await promised(supervisor, 'shareContactPoint', { id: point, body: { shared: true } });
  await promised(mei, 'verifyContactPoint', { id: point });
  const { linkId } = await mei.call('endContactPoint', { id: point });
  await promised(mei, 'restoreContactPoint', { id: linkId });
  await promised(mei, 'endContactPoint', { id: point });
  await promised(mei, 'restoreContactPoint', { id: linkId });
  await promised(mei, 'beginConversation', {
    id: customerId,
    body: {
      clientId: 'first-words-of-mei',
      inboxId: await test.inboxOf('email'),
      contactPointId: (await mei.call('getCustomer', { id: customerId })).contactPoints.find(({ kind }) => kind === 'email')?.id ?? '',
      subject: 'Your boiler',
      text: 'The part has come.',
    },
  });
  const options = [{ key: 'gas', label: { en: 'Gas', 'zh-CN': '燃气' } }];
  const heating = { key: 'heating', label: { en: 'Heating', 'zh-CN': '供暖' }, type: 'choice', options } as const;
  await promised(admin, 'putCustomField', { body: { revision: null, draft: heating } });
  await promised(admin, 'putFreshness', { body: { field: 'fields.heating', staleDays: 30, refreshBy: 'assignee' } });
  await promised(mei, 'listCustomerFields');
  const quietHours = { timeZone: 'Asia/Shanghai', from: '22:00', until: '08:00' };
  await promised(mei, 'changeCustomer', { id: customerId, body: { fields: { heating: 'gas' }, preferredChannel: 'sms', quietHours } });
  await promised(mei, 'checkField', { id: customerId, body: { field: 'fields.heating' } });
  const proof = { kind: 'call', text: 'yes' } as const;
  await promised(mei, 'addConsent', { id: customerId, body: { channel: 'sms', purpose: 'marketing', state: 'granted', proof } });
  await promised(mei, 'listConsents', { id: customerId });
  const { customer: company } = await supervisor.call('putProfile', { body: { externalId: 'C-company', kind: 'company' } });
  await promised(mei, 'addMember', { id: company.id, body: { memberId: customerId, role: 'owner' } });
  await promised(mei, 'readRecord', { id: customerId });
  await promised(mei, 'endMembership', { id: (await mei.call('readRecord', { id: customerId })).groups[0]?.id ?? '' });
  const at = '2026-05-01T10:00:00Z';
  const spring = { key: 'spring', label: { en: 'Spring', 'zh-CN': '春' }, kind: 'mailing', startsAt: at, currency: 'EUR' };
  await promised(supervisor, 'putCampaign', { body: spring });
  const touches = [{ externalId: 't-1', customer: { id: customerId }, channel: 'sms', at, response: 'bought', respondedAt: at }];
  await promised(supervisor, 'putTouches', { body: { campaign: 'spring', touches } });
  await promised(supervisor, 'listCampaigns');
  await promised(supervisor, 'listTouches', { id: customerId });
  await promised(supervisor, 'putRating', { body: { externalId: 'r-1', customer: { id: customerId }, score: 5, at } });
  await promised(mei, 'listRatings', { id: customerId });
  const visits = [{ externalId: 'v-1', customer: { id: customerId }, at, url: 'https://shop.example/boilers' }];
  await promised(supervisor, 'putVisits', { body: { visits } });
  await promised(mei, 'listVisits', { id: customerId });
}

/** The house's own rules, as they are drafted, saved, rehearsed and looked up. */
async function walkRules(supervisor: Client): Promise<void> {
  const { test } = world;
  await promised(supervisor, 'previewPolicy', { body: { draft: policyDraft({ preset: 'strict' }) } });
  await promised(supervisor, 'previewPolicy', { body: { draft: policyDraft({ promises: {} }) } });
  await promised(world.admin, 'savePolicy', { body: { basedOn: 1, draft: policyDraft({ note: 'once more' }) } });
  await promised(supervisor, 'serviceTargets');
  await promised(world.admin, 'saveServiceTargets', {
    body: { basedOn: 0, draft: { rules: [], warnShare: 0.8, pausedBy: ['pending'] } },
  });
  await promised(supervisor, 'listPolicies', { query: { limit: 1 } });
  await promised(supervisor, 'routingFindings');
  test.clock.move(1);
  await promised(supervisor, 'requestRehearsal', { body: { period: { last: 'day' }, policy: { preset: 'strict' } } });
  const rehearsalId = (await supervisor.call('listRehearsals')).rehearsals[0]?.id ?? '';
  await eventually(async () => expect((await supervisor.call('getRehearsal', { id: rehearsalId })).state).toBe('done'));
  await promised(supervisor, 'getRehearsal', { id: rehearsalId });
  const another = await supervisor.call('requestRehearsal', { body: { period: { last: 'day' } } });
  await promised(supervisor, 'cancelRehearsal', { id: another.id });
  await promised(supervisor, 'listRehearsals');
  await promised(supervisor, 'staffing', { query: { queueId: test.queueId } });
  await promised(supervisor, 'previewCalendar', { body: { draft: calendarDraft() } });
  const calendar = await world.admin.call('createCalendar', { body: { draft: calendarDraft() } });
  await promised(world.admin, 'createCalendar', { body: { draft: calendarDraft() } });
  await promised(world.admin, 'changeCalendar', { id: calendar.id, body: { revision: calendar.revision, draft: calendarDraft() } });
  await promised(supervisor, 'listCalendars');
  await promised(supervisor, 'listHolidays', { query: { country: 'CN', year: 2026 } });
  await promised(supervisor, 'listHolidayPlaces', { query: { country: 'DE' } });
  await promised(supervisor, 'listQueueRules');
  const rules = await supervisor.call('readOverflow', { id: test.queueId });
  await promised(supervisor, 'readOverflow', { id: test.queueId });
  await promised(world.admin, 'changeOverflow', { id: test.queueId, body: { revision: rules.revision, overflow: offersAll } });
  await promised(supervisor, 'estimateCalibration', { query: { days: 7 } });
  const { revision } = (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === test.queueId) ?? {
    revision: '',
  };
  await promised(world.admin, 'changeQueueRules', {
    id: test.queueId,
    body: { revision, rules: rulesDraft({ calendarId: calendar.id }) },
  });
  await promised(world.admin, 'changeQueueRules', {
    id: test.queueId,
    body: {
      revision: (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === test.queueId)?.revision ?? '',
      rules: rulesDraft(),
    },
  });
  await promised(world.admin, 'deleteCalendar', { id: calendar.id });
}

/** The configuration part by part, its history and its file. */
async function walkSettings(supervisor: Client): Promise<void> {
  const { content, revision } = await supervisor.call('readSettings', { query: { part: 'installation' } });
  await promised(supervisor, 'readSettings', { query: { part: 'queues' } });
  await promised(supervisor, 'previewSettings', { body: { part: 'installation', draft: content } });
  const draft = { name: { en: 'Northwind', 'zh-CN': '北风' }, timeZone: 'Asia/Shanghai', language: 'en' };
  await promised(world.admin, 'saveSettings', { body: { part: 'installation', revision, draft } });
  await promised(supervisor, 'settingsChanges');
  const { changes } = await supervisor.call('settingsChanges', { query: { part: 'installation' } });
  await promised(supervisor, 'previewRestore', { id: changes[0]?.id ?? '' });
  const document = await supervisor.call('exportSettings');
  await promised(supervisor, 'exportSettings');
  const wanted = { ...document, parts: { ...document.parts, installation: { ...draft, language: 'zh-CN' } } };
  await promised(world.admin, 'previewSettingsImport', { body: { document: wanted } });
  const compared = await world.admin.call('previewSettingsImport', { body: { document: wanted } });
  const { batchId } = await world.admin.call('importSettings', { body: { revision: compared.revision, document: wanted } });
  await promised(world.admin, 'undoSettingsImport', { id: batchId ?? '' });
  const again = await world.admin.call('previewSettingsImport', { body: { document } });
  await promised(world.admin, 'importSettings', { body: { revision: again.revision, document } });
}

/** As if what this agent holds were a call that is recorded. */
async function walkRecording(mei: Client, id: string): Promise<void> {
  const { db } = world.test.hub;
  await db.all(sql`
    insert into calls (conversation_id, external_id, state, started_at, recording_id, recording_state)
    values (${id}, 'CA-walk', 'connected', now(), 'RE-walk', 'on')`);
  await promised(mei, 'pauseRecording', { id });
  await db.all(sql`update calls set recording_state = 'paused' where conversation_id = ${id}`);
  await promised(mei, 'resumeRecording', { id });
  await db.all(sql`delete from calls where conversation_id = ${id}`);
}

/** A task that one holds is offered to the other, and comes back. */
async function walkHandovers({ mei, foreigner, test }: World, id: string): Promise<void> {
  const wish = { id, body: { agentId: mei.person.id, way: 'straight' as const, note: 'you know them' } };
  await promised(foreigner, 'listTakers', { id });
  await eventually(() => promised(foreigner, 'askColleague', wish));
  const [asked] = (await mei.call('myHandovers')).handovers;
  await promised(mei, 'myHandovers');
  await promised(mei, 'declineHandover', { id: asked?.id ?? '' });
  const again = await eventually(() => foreigner.call('askColleague', wish));
  await promised(foreigner, 'withdrawHandover', { id: again.id });
  const taken = await eventually(() => foreigner.call('askColleague', wish));
  await promised(mei, 'acceptHandover', { id: taken.id });
  const back = await eventually(() => mei.call('askColleague', { id, body: { agentId: foreigner.person.id, way: 'straight' } }));
  await test.hub.db.all(sql`update handovers set state = 'talking' where id = ${back.id}`);
  await promised(mei, 'introduceCustomer', { id: back.id });
  await promised(mei, 'completeHandover', { id: back.id });
}

/** What agents do with one another about a ticket. */
async function walkTogether({ mei, supervisor, test, conversationId }: World): Promise<void> {
  const { ticketId: id, customerId } = (await mei.call('getConversation', { id: conversationId })).conversation;
  await promised(mei, 'assignTicket', { id, body: { agentId: supervisor.person.id, note: 'yours' } });
  await promised(mei, 'watchTicket', { id, body: { watching: true } });
  await promised(mei, 'askHelp', { id: conversationId, body: { question: 'May I?' } });
  const helpId = (await mei.call('ticketTogether', { id })).help[0]?.id ?? '';
  await promised(supervisor, 'takeHelp', { id: helpId });
  const again = await mei.call('askHelp', { id: conversationId, body: { question: 'And now?' } });
  await promised(mei, 'withdrawHelp', { id: again.id });
  await mei.call('addNote', { id: conversationId, body: { clientId: 'the other matter', text: 'the invoice' } });
  const fromSeq = (await mei.call('getConversation', { id: conversationId })).conversation.lastSeq;
  await promised(mei, 'splitTicket', { id: conversationId, body: { fromSeq, subject: 'Invoice' } });
  const { ticketId: newId } = (await mei.call('getConversation', { id: conversationId })).conversation;
  await promised(mei, 'linkTickets', { id: newId, body: { otherId: id, kind: 'parent' } });
  await promised(mei, 'mergeTicket', { id: newId, body: { intoId: id } });
  await promised(supervisor, 'ticketTogether', { id });
  const inboxId = await test.inboxOf('email', 'support@touchline.example');
  const body = { inboxId, address: 'parts@supplier.example', subject: 'Valve', text: 'hello', clientId: 'aside of mei' };
  await promised(mei, 'startSide', { id, body });
  const { sides, moves } = await mei.call('ticketTogether', { id });
  await promised(mei, 'writeSide', { id: sides[0]?.id ?? '', body: { clientId: 'aside once more', text: 'hello?' } });
  await promised(mei, 'getSide', { id: sides[0]?.id ?? '' });
  await promised(mei, 'undoMove', { id: moves[0]?.id ?? '' });
  const [link] = (await mei.call('ticketTogether', { id })).links;
  await promised(mei, 'unlinkTickets', { id: link?.id ?? '' });
  await promised(mei, 'customerTimeline', { id: customerId, query: { show: 'side' } });
  await promised(supervisor, 'listNotices');
  await promised(mei, 'markNotices', { body: { read: true } });
}

/** What an agent puts aside, and is reminded of. */
/** What goes into messages: macros, files, names. */
async function walkComposer(mei: Client, conversationId: string): Promise<void> {
  const { admin, test } = world;
  const words = { en: 'x', 'zh-CN': 'x' };
  const draft = { name: words, text: words, actions: [{ do: 'add_note' as const, text: 'x' }], channels: ['sms' as const], roles: [] };
  await promised(admin, 'createMacro', { body: draft });
  const { id } = await admin.call('createMacro', { body: draft });
  await promised(admin, 'changeMacro', { id, body: { ...draft, revision: 1 } });
  await promised(admin, 'orderMacros', { body: { ids: [id] } });
  await promised(admin, 'retireMacro', { id, body: { retired: true } });
  await promised(admin, 'retireMacro', { id, body: { retired: false } });
  await promised(admin, 'allMacros');
  await promised(mei, 'listMacros');
  await promised(mei, 'fillMacro', { id: conversationId, body: { macroId: id } });
  await promised(mei, 'takeActions', { id: conversationId, body: { actions: [{ do: 'set_kind', kind: 'incident' }] } });
  const { change } = await mei.call('takeActions', { id: conversationId, body: { actions: [{ do: 'set_kind', kind: 'complaint' }] } });
  await promised(mei, 'undoActions', { id: conversationId, body: { change } });
  await promised(mei, 'listColleagues');
  const chat = await test.hub.db.maybe<{ id: string }>(sql`select id from conversations where channel in ('web_chat', 'email') limit 1`);
  const { file } = await bringFile(test, admin, chat?.id ?? '');
  await promised(admin, 'removeUpload', { id: file.id });
}

async function walkTickets(mei: Client, ticketId: string): Promise<void> {
  const { admin, test } = world;
  const both = { en: 'x', 'zh-CN': '甲' };
  const categoryId = crypto.randomUUID();
  const kinds = (['incident', 'service_request', 'complaint'] as const).map((kind) => ({ kind, label: both }));
  const category = { id: categoryId, kind: 'incident' as const, parentId: null, label: both, checklist: [both] };
  await promised(admin, 'saveTicketTaxonomy', { body: { basedOn: 0, draft: { kinds, categories: [category], rootCauses: [] } } });
  await promised(mei, 'ticketTaxonomy');
  const field = { key: 'serial', label: both, type: 'text' as const, kinds: ['incident' as const] };
  await promised(admin, 'putTicketField', { body: { revision: null, draft: field } });
  await promised(mei, 'listTicketFields');
  await promised(mei, 'changeTicket', { id: ticketId, body: { kind: 'incident', categoryId, fields: { serial: '4711' } } });
  const { checklist } = await mei.call('getTicketMatter', { id: ticketId });
  await promised(mei, 'getTicketMatter', { id: ticketId });
  await promised(mei, 'tickChecklistItem', { id: checklist[0]?.id ?? '', body: { done: true } });
  await promised(mei, 'addChecklistItem', { id: ticketId, body: { text: 'ring back' } });
  const added = await mei.call('getTicketMatter', { id: ticketId });
  await promised(mei, 'removeChecklistItem', { id: added.checklist.at(-1)?.id ?? '' });
  await promised(mei, 'ticketTrail', { id: ticketId, query: { topics: 'matter,status', limit: 3 } });
  await promised(mei, 'listTickets', { query: { filter: JSON.stringify({ fields: { serial: '4711' } }), sort: 'created.asc' } });
  await promised(mei, 'countTickets', { body: { filters: [{ assignee: 'me' }] } });
  await promised(mei, 'chooseTicketColumns', { body: { columns: ['status', 'fields.serial'] } });
  const view = await mei.call('createTicketView', { body: { name: 'Mine', filter: { assignee: 'me' } } });
  await promised(mei, 'createTicketView', { body: { name: 'Other', filter: {}, sort: 'due.asc' } });
  await promised(mei, 'changeTicketView', { id: view.id, body: { name: 'My own', filter: {}, rank: 2 } });
  await promised(mei, 'listTicketViews');
  await promised(mei, 'removeTicketView', { id: view.id });
  const run = await mei.call('startBulk', { body: { act: { do: 'status', status: 'open' }, ids: [ticketId] } });
  await promised(mei, 'startBulk', { body: { act: { do: 'assign', agentId: mei.person.id }, filter: {} } });
  await eventually(async () => {
    if ((await mei.call('readBulk', { id: run.id })).state !== 'done') throw new Error('not yet');
  });
  await promised(mei, 'readBulk', { id: run.id });
  await promised(mei, 'undoBulk', { id: run.id });
  const stopped = crypto.randomUUID();
  await test.hub.db.all(sql`
    insert into bulk_runs (id, act, state, total, created_by_id, created_at) values (${stopped}, '{"do":"status","status":"open"}', 'running', 0, ${mei.person.id}, now())`);
  await promised(mei, 'cancelBulk', { id: stopped });
}

async function walkDesk(mei: Client, ticketId: string): Promise<void> {
  const later = new Date(world.test.clock.now().getTime() + 3600_000).toISOString();
  const reminder = await mei.call('remindMe', { id: ticketId, body: { at: later, note: 'again' } });
  await promised(mei, 'remindMe', { id: ticketId, body: { at: later } });
  await promised(mei, 'snoozeTicket', { id: ticketId, body: { until: later } });
  await promised(mei, 'readSnooze', { id: ticketId });
  await promised(mei, 'myWork');
  await promised(mei, 'wakeTicket', { id: ticketId });
  await promised(mei, 'withdrawReminder', { id: reminder.id });
}

async function walkPeople(): Promise<void> {
  const { admin } = world;
  const role = await promisedRole(admin);
  await promised(admin, 'addPerson', { body: { draft: personDraft({ roleId: role.id, email: 'one@touchline.example' }) } });
  const { person } = await admin.call('addPerson', { body: { draft: personDraft({ email: 'two@touchline.example' }) } });
  const { id, revision } = person;
  await promised(admin, 'listRoles');
  await promised(admin, 'changePerson', { id, body: { revision, draft: personDraft({ email: 'three@touchline.example' }) } });
  await promised(admin, 'listPeople');
  await promised(admin, 'resetPassword', { id });
  await promised(admin, 'deactivatePerson', { id });
  await promised(admin, 'reactivatePerson', { id });
  const temp = await employ(world.test, roleDraft({ masked: true }));
  await promised(temp, 'unmaskCustomer', { id: world.customerId, body: { reason: 'calls back' } });
  await promised(admin, 'listUnmaskings');
}

async function promisedRole(admin: Client) {
  const draft = roleDraft();
  await promised(admin, 'createRole', { body: { draft } });
  const role = await admin.call('createRole', { body: { draft } });
  await promised(admin, 'changeRole', { id: role.id, body: { revision: role.revision, draft: roleDraft({ masked: true }) } });
  const spare = await admin.call('createRole', { body: { draft } });
  await promised(admin, 'deleteRole', { id: spare.id });
  return role;
}

async function walkWebhooks(): Promise<void> {
  const target = await world.admin.call('createWebhook', { body: { label: 'Shop', url: 'https://shop.invalid/', events: [] } });
  const webhook = { id: target.target.id };
  await world.admin.call('pauseWebhook', webhook);
  const body = { label: 'ERP', url: 'https://shop.invalid/', events: ['order.placed'] };
  await promised(world.admin, 'createWebhook', { body });
  await promised(world.admin, 'changeWebhook', { ...webhook, body });
  await promised(world.admin, 'listWebhooks');
  await promised(world.admin, 'replayWebhook', { ...webhook, body: { fromEventId: 1 } });
  await promised(world.admin, 'listWebhookDeliveries', webhook);
  const [delivery] = (await world.admin.call('listWebhookDeliveries', webhook)).deliveries;
  await promised(world.admin, 'retryWebhookDelivery', { id: delivery?.id ?? '' });
  await promised(world.admin, 'testWebhook', webhook);
  await promised(world.admin, 'resumeWebhook', { ...webhook, body: { skip: true } });
  await promised(world.admin, 'pauseWebhook', webhook);
  for (const { id } of (await world.admin.call('listWebhooks')).targets) await promised(world.admin, 'deleteWebhook', { id });
}

async function walkPrivacy(supervisor: Client, id: string): Promise<void> {
  await promised(world.admin, 'saveRetention', { body: { kind: 'page_visits', days: 365 } });
  await promised(world.admin, 'previewRetention', { query: { kind: 'recordings', days: 30 } });
  await promised(world.admin, 'listRetention');
  await promised(world.admin, 'holdCustomer', { id, body: { reason: 'court case' } });
  const [hold] = (await supervisor.call('readPrivacy', { id })).holds;
  await promised(world.admin, 'liftHold', { id: hold?.id ?? '' });
  await promised(world.admin, 'previewErasure', { id });
  const looked = await world.admin.call('previewErasure', { id });
  await promised(world.admin, 'eraseCustomer', {
    id,
    body: { reason: 'asked for it', revision: looked.revision },
  });
  await promised(supervisor, 'readPrivacy', { id });
  await promised(world.admin, 'listErasures');
}

describe('every answer', () => {
  it('has the promised form, on a walk through everything with all channels', async () => {
    const { mei, supervisor, test, customerId, ticketId, conversationId, taskId, quarantined } = world;
    const call = { from: '+441632960333', sid: `CA${'3'.repeat(32)}` };
    await callArrives(test, call);
    await smsArrives(test, { from: '+441632960444', text: '' });
    const ticket = (await mei.call('getTicket', { id: ticketId })).ticket;
    const mail = (await mei.call('desk')).offers[0];
    const signedIn = await request(test.url, 'signIn', { body: { email: mei.person.email, password: mei.person.password } }, {});
    expect(api.signIn.response.parse(signedIn.body)).toEqual(signedIn.body);
    answered.add('signIn');

    await promised(mei, 'me');
    await promised(mei, 'setLanguage', { body: { language: 'zh-CN' } });
    await promised(mei, 'keepFirstSteps', { body: { done: ['ring', 'bar'], closed: true } });
    await promised(mei, 'catalog');
    await promised(mei, 'desk');
    await promised(mei, 'keepPresence');
    await promised(mei, 'setStatus', { body: { status: 'available' } });
    await promised(mei, 'queue', { query: { channel: 'voice', tier: 'standard', limit: 5 } });
    await promised(mei, 'queue');
    await promised(supervisor, 'board');
    await promised(mei, 'acceptOffer', { id: mail?.id ?? '' });
    await promised(mei, 'getTask', { id: taskId });
    await promised(mei, 'taskReceipts', { id: taskId });
    await promised(supervisor, 'taskReceipts', { id: mail?.task.id ?? '' });
    await promised(mei, 'getConversation', { id: conversationId });
    await promised(mei, 'getConversation', { id: mail?.task.conversationId ?? '', query: { before: 2, limit: 1 } });
    await promised(mei, 'sendReply', { id: conversationId, body: { clientId: 'reply-of-mei', text: '马上来', seenSeq: 9 } });
    const sendAt = test.clock.now().toISOString();
    await promised(mei, 'scheduleReply', { id: conversationId, body: { clientId: 'later-by-mei', text: '再等等', seenSeq: 9, sendAt } });
    await promised(mei, 'listScheduled', { id: conversationId });
    await promised(mei, 'readSignature', { id: conversationId });
    const later = await mei.call('scheduleReply', {
      id: conversationId,
      body: { clientId: 'much-later', text: 'bye', seenSeq: 9, sendAt: new Date(test.clock.now().getTime() + 3600_000).toISOString() },
    });
    await promised(mei, 'cancelScheduled', { id: later.id });
    await promised(mei, 'saveDraft', { id: conversationId, body: { reply: 'Dear', note: '', basedOn: 0 } });
    await promised(mei, 'getDraft', { id: conversationId });
    await walkComposer(mei, conversationId);
    await walkRecording(mei, conversationId);
    await promised(mei, 'markRead', { id: conversationId, body: { seq: 1 } });
    await walkDesk(mei, ticketId);
    await promised(mei, 'addNote', { id: conversationId, body: { clientId: 'note-of-mei', text: 'be patient' } });
    await promised(mei, 'listTickets', { query: { mine: 'true', status: 'open', limit: 1 } });
    await promised(mei, 'listTickets');
    await promised(mei, 'getTicket', { id: ticketId });
    await promised(mei, 'getTicket', { id: String(ticket.number) });
    await promised(mei, 'setTicketStatus', { id: ticketId, body: { status: 'on_hold' } });
    await walkTickets(mei, ticketId);
    await promised(mei, 'listCustomers', { query: { search: 'Byron' } });
    await promised(mei, 'listCustomers');
    await promised(mei, 'getCustomer', { id: customerId });
    await promised(mei, 'customerTimeline', { id: customerId });
    await promised(mei, 'readIdentity', { id: customerId });
    await promised(mei, 'changeCustomer', { id: customerId, body: { city: 'London' } });
    await promised(mei, 'fieldChanges', { id: customerId });
    await walkValue(mei, supervisor, world.admin, customerId);
    const order = {
      number: 'SO-7',
      customer: { id: customerId },
      placedAt: '2026-05-01T10:00:00Z',
      currency: 'EUR',
      amount: 100,
      status: 'paid',
    };
    await promised(supervisor, 'putOrder', { body: order });
    await promised(mei, 'listOrders', { id: customerId });
    const twin = await supervisor.call('putProfile', { body: { externalId: 'C-twin', name: 'Ada Byron' } });
    await promised(supervisor, 'putProfile', {
      body: { externalId: 'C-twin', addresses: [{ kind: 'email', value: 'ada@customer.example' }] },
    });
    await promised(supervisor, 'mergeCustomers', { id: customerId, body: { mergedId: twin.customer.id, reason: 'the same person' } });
    const [merge] = (await supervisor.call('readIdentity', { id: customerId })).merges;
    await promised(supervisor, 'undoMerge', { id: merge?.id ?? '', body: { reason: 'two after all' } });
    await promised(supervisor, 'keepApart', { id: customerId, body: { otherId: twin.customer.id, reason: 'two people' } });
    await promised(supervisor, 'readIdentity', { id: customerId });
    await walkRecord(world);
    await promised(mei, 'customerTimeline', { id: customerId, query: { show: 'email,note', limit: 1 } });
    await promised(mei, 'customerTimeline', { id: customerId, query: { search: 'boiler', at: '2026-01-01T00:00:00Z' } });
    await promised(mei, 'customerDensity', { id: customerId, query: { months: 3, timeZone: 'Asia/Shanghai' } });
    await promised(mei, 'searchSaid', { query: { words: 'boiler 漏水', channel: 'sms' } });
    await walkFiles(supervisor);
    await walkRelations(mei, supervisor, world.admin, customerId);
    await promised(mei, 'endTask', { id: taskId });
    await promised(mei, 'completeTask', { id: taskId, body: { disposition: 'resolved' } });
    const ringing = await eventually(async () => {
      const offer = (await mei.call('desk')).offers[0];
      if (!offer) throw new Error('nothing rings');
      return offer;
    });
    await promised(mei, 'rejectOffer', { id: ringing.id });
    const { foreigner } = world;
    await foreigner.available();
    const waiting = (await supervisor.call('queue')).tasks.find(({ channel }) => channel === 'sms')?.id ?? '';
    await promised(supervisor, 'readAssignment', { id: waiting });
    await promised(supervisor, 'taskEstimate', { id: waiting });
    await promised(supervisor, 'readAssignment', { id: waiting, query: { agentId: foreigner.person.id } });
    await promised(supervisor, 'assignTask', { id: waiting, body: { agentId: foreigner.person.id, reason: 'asked for her' } });
    await promised(supervisor, 'taskReceipts', { id: waiting });
    await foreigner.call('acceptOffer', { id: (await foreigner.call('desk')).offers[0]?.id ?? '' });
    const sales = (await mei.call('catalog')).queues.find(({ key }) => key === 'sales')?.id ?? '';
    await walkHandovers(world, waiting);
    await promised(foreigner, 'transferTask', { id: waiting, body: { queueId: sales, note: 'back to us' } });
    await callEnds(test, call);
    await walkTogether(world);
    await promised(mei, 'listEvents', { query: { after: 0 } });
    await promised(supervisor, 'listQuarantine', { query: { limit: 1 } });
    await promised(supervisor, 'retryQuarantined', { id: quarantined[2] ?? '' });
    await walkRules(supervisor);
    await walkSettings(supervisor);
    await walkWebhooks();
    await walkPrivacy(supervisor, twin.customer.id);
    await promised(mei, 'createToken', { body: { name: 'one more' } });
    await walkPeople();
    await promised(mei, 'listTokens');
    await promised(mei, 'revokeToken', { id: (await mei.call('listTokens')).tokens[0]?.id ?? '' });
    await promised(supervisor, 'changePassword', { body: { current: supervisor.person.password, next: 'a quite different one' } });
    await promised(supervisor, 'signOut');
    expect([...answered].sort()).toEqual([...endpoints].sort());
  }, 120_000);
});

describe('what travels with live events', () => {
  it('has the form of the API’s entities', async () => {
    const console = await openConsole(world.test, { token: world.admin.token });
    const { events } = await console.replay(0);
    const forms = { entry: EntryView, task: TaskView, ticket: TicketView, agent: AgentView, offer: OfferView };
    const seen = new Set<string>();
    for (const { attached } of events) {
      for (const [kind, value] of Object.entries(attached)) {
        const form: z.ZodType = forms[kind === 'entry' || kind === 'task' || kind === 'ticket' || kind === 'agent' ? kind : 'offer'];
        expect(form.parse(value)).toEqual(value);
        seen.add(kind);
      }
    }
    expect([...seen].sort()).toEqual(['agent', 'entry', 'task', 'ticket']);
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('boiler');
    console.close();
  });
});
