import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { AgentView, EntryView, OfferView, TaskView, TicketView } from '../../../server/contract/entities.ts';
import { paths } from '../../../server/contract/paths.ts';
import { calendarDraft, policyDraft, rulesDraft } from '../../support/configuration.ts';
import { openConsole } from '../../support/console-socket.ts';
import { type Client, callArrives, callEnds, eventually, request, smsArrives } from '../../support/hub.ts';
import { offersAll } from '../../support/phone.ts';
import { openWorld, type World } from '../../support/world.ts';

const endpoints = Object.keys(api).filter((name): name is EndpointName => name in api);

let world: World;
beforeAll(async () => {
  world = await openWorld();
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
    const later = await mei.call('scheduleReply', {
      id: conversationId,
      body: { clientId: 'much-later', text: 'bye', seenSeq: 9, sendAt: new Date(test.clock.now().getTime() + 3600_000).toISOString() },
    });
    await promised(mei, 'cancelScheduled', { id: later.id });
    await promised(mei, 'saveDraft', { id: conversationId, body: { reply: 'Dear', note: '', basedOn: 0 } });
    await promised(mei, 'getDraft', { id: conversationId });
    await promised(mei, 'addNote', { id: conversationId, body: { clientId: 'note-of-mei', text: 'be patient' } });
    await promised(mei, 'listTickets', { query: { mine: 'true', status: 'open', limit: 1 } });
    await promised(mei, 'listTickets');
    await promised(mei, 'getTicket', { id: ticketId });
    await promised(mei, 'getTicket', { id: String(ticket.number) });
    await promised(mei, 'setTicketStatus', { id: ticketId, body: { status: 'on_hold' } });
    await promised(mei, 'listCustomers', { query: { search: 'Byron' } });
    await promised(mei, 'listCustomers');
    await promised(mei, 'getCustomer', { id: customerId });
    await promised(mei, 'customerTimeline', { id: customerId });
    await promised(mei, 'readIdentity', { id: customerId });
    await promised(mei, 'changeCustomer', { id: customerId, body: { city: 'London' } });
    await promised(mei, 'fieldChanges', { id: customerId });
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
    await promised(mei, 'customerTimeline', { id: customerId, query: { channel: 'email', limit: 1 } });
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
    await promised(foreigner, 'transferTask', { id: waiting, body: { queueId: sales, note: 'back to us' } });
    await callEnds(test, call);
    await promised(mei, 'listEvents', { query: { after: 0 } });
    await promised(supervisor, 'listQuarantine', { query: { limit: 1 } });
    await promised(supervisor, 'retryQuarantined', { id: quarantined[2] ?? '' });
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
    await promised(mei, 'createToken', { body: { name: 'one more' } });
    await promised(mei, 'listTokens');
    await promised(mei, 'revokeToken', { id: (await mei.call('listTokens')).tokens[0]?.id ?? '' });
    await promised(supervisor, 'changePassword', { body: { current: supervisor.person.password, next: 'a quite different one' } });
    await promised(supervisor, 'signOut');
    expect([...answered].sort()).toEqual([...endpoints].sort());
  });
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
