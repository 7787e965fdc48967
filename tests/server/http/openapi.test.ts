import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { AgentView, EntryView, OfferView, TaskView, TicketView } from '../../../server/contract/entities.ts';
import { paths } from '../../../server/contract/paths.ts';
import { openConsole } from '../../support/console-socket.ts';
import { callArrives, callEnds, smsArrives } from '../../support/hub.ts';
import { openWorld, type World } from '../../support/world.ts';
import { walkComposer, walkConversation, walkRecording } from './promises/conversations.ts';
import { walkCustomer, walkHistory, walkIdentity, walkValue } from './promises/customers.ts';
import { walkPrivacy, walkWebhooks } from './promises/keeping.ts';
import { walkRecord } from './promises/record.ts';
import { walkFiles, walkRelations } from './promises/relations.ts';
import { walkOut, walkPeople, walkSession } from './promises/session.ts';
import { walkRules, walkSettings } from './promises/settings.ts';
import { walkTicket, walkTickets, walkTogether } from './promises/tickets.ts';
import { walkThrough } from './promises/walk.ts';
import { walkDesk, walkHandovers, walkOperations, walkSteering, walkTransfer, walkWork } from './promises/work.ts';

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

describe('every answer', () => {
  it('has the promised form, on a walk through everything with all channels', async () => {
    const call = { from: '+441632960333', sid: `CA${'3'.repeat(32)}` };
    await callArrives(world.test, call);
    await smsArrives(world.test, { from: '+441632960444', text: '' });
    const walk = walkThrough(world);
    await walkSession(walk);
    await walkWork(walk);
    await walkConversation(walk);
    await walkComposer(walk);
    await walkRecording(walk);
    await walkDesk(walk);
    await walkTicket(walk);
    await walkTickets(walk);
    await walkCustomer(walk);
    await walkValue(walk);
    const twinId = await walkIdentity(walk);
    await walkRecord(walk);
    await walkHistory(walk);
    await walkFiles(walk);
    await walkRelations(walk);
    const waiting = await walkSteering(walk);
    await walkHandovers(walk, waiting);
    await walkTransfer(walk, waiting);
    await callEnds(world.test, call);
    await walkTogether(walk);
    await walkOperations(walk);
    await walkRules(walk);
    await walkSettings(walk);
    await walkWebhooks(walk);
    await walkPrivacy(walk, twinId);
    await walkPeople(walk);
    await walkOut(walk);
    expect([...walk.answered].sort()).toEqual([...endpoints].sort());
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
