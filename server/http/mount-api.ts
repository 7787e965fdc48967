import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { agentRoutes } from '../agents/routes.ts';
import { campaignRoutes } from '../archive/campaigns/routes.ts';
import { fieldRoutes } from '../archive/custom-fields/routes.ts';
import { recordRoutes } from '../archive/record/routes.ts';
import { type Caller, COOKIE, identifyCaller } from '../auth/identify-caller.ts';
import { answerMasked } from '../auth/masks/answer-masked.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import { authRoutes } from '../auth/routes.ts';
import { shippedRights } from '../auth/shipped-rights.ts';
import { bulkRoutes } from '../bulk/routes.ts';
import { calendarRoutes } from '../calendars/routes.ts';
import { recordingRoutes } from '../calls/recordings/routes.ts';
import { catalogRoutes } from '../catalog/routes.ts';
import { settingsRoutes } from '../configuration/routes.ts';
import { api, type Endpoint, type EndpointName } from '../contract/api.ts';
import { draftRoutes } from '../conversations/drafts/routes.ts';
import { macroRoutes } from '../conversations/macros/routes.ts';
import { conversationRoutes } from '../conversations/routes.ts';
import { scheduledRoutes } from '../conversations/scheduled/routes.ts';
import { sideRoutes } from '../conversations/side/routes.ts';
import { uploadRoutes } from '../conversations/uploads/routes.ts';
import { duplicateRoutes } from '../customers/duplicates/routes.ts';
import { identityRoutes } from '../customers/identity/routes.ts';
import { profileRoutes } from '../customers/profiles/routes.ts';
import { customerRoutes } from '../customers/routes.ts';
import { tierRoutes } from '../customers/tiers/routes.ts';
import { valueRoutes } from '../customers/value/routes.ts';
import { HubError } from '../errors.ts';
import { eventRoutes } from '../events/routes.ts';
import { followUpRoutes } from '../follow-ups/routes.ts';
import { handoverRoutes } from '../handovers/routes.ts';
import type { Hub } from '../hub.ts';
import { importRoutes } from '../imports/routes.ts';
import { intakeRoutes } from '../intake/routes.ts';
import { noticeRoutes } from '../notices/routes.ts';
import { orderRoutes } from '../orders/routes.ts';
import { overflowRoutes } from '../overflow/routes.ts';
import { peopleRoutes } from '../people/routes.ts';
import { portfolioRoutes } from '../portfolio/routes.ts';
import { privacyRoutes } from '../privacy/routes.ts';
import { rehearsalRoutes } from '../rehearsals/routes.ts';
import { policyRoutes } from '../routing/policies/routes.ts';
import { queueRulesRoutes } from '../routing/queue-rules/routes.ts';
import { routingRoutes } from '../routing/routes.ts';
import { staffingRoutes } from '../routing/staffing/routes.ts';
import { salesRoutes } from '../sales/routes.ts';
import { searchRoutes } from '../search/routes.ts';
import { segmentRoutes } from '../segments/routes.ts';
import { snoozeRoutes } from '../snooze/routes.ts';
import { steeringRoutes } from '../steering/routes.ts';
import { ticketFieldRoutes } from '../tickets/fields/routes.ts';
import { ticketMatterRoutes } from '../tickets/matter/routes.ts';
import { ticketRoutes } from '../tickets/routes.ts';
import { serviceTargetRoutes } from '../tickets/service-targets/routes.ts';
import { taxonomyRoutes } from '../tickets/taxonomy/routes.ts';
import { ticketViewRoutes } from '../tickets/views/routes.ts';
import { tierPreviewRoutes } from '../tier-previews/routes.ts';
import { togetherRoutes } from '../together/routes.ts';
import { webhookTargetRoutes } from '../webhooks/routes.ts';
import type { Call, Handlers } from './endpoint.ts';
import { requireOwnOrigin } from './own-origin.ts';

const handlers: Handlers = {
  ...segmentRoutes,
  ...portfolioRoutes,
  ...salesRoutes,
  ...followUpRoutes,
  ...authRoutes,
  ...peopleRoutes,
  ...catalogRoutes,
  ...agentRoutes,
  ...routingRoutes,
  ...overflowRoutes,
  ...steeringRoutes,
  ...handoverRoutes,
  ...recordingRoutes,
  ...ticketRoutes,
  ...ticketMatterRoutes,
  ...ticketViewRoutes,
  ...bulkRoutes,
  ...taxonomyRoutes,
  ...ticketFieldRoutes,
  ...serviceTargetRoutes,
  ...conversationRoutes,
  ...scheduledRoutes,
  ...draftRoutes,
  ...uploadRoutes,
  ...macroRoutes,
  ...snoozeRoutes,
  ...customerRoutes,
  ...searchRoutes,
  ...identityRoutes,
  ...importRoutes,
  ...duplicateRoutes,
  ...profileRoutes,
  ...orderRoutes,
  ...valueRoutes,
  ...tierRoutes,
  ...tierPreviewRoutes,
  ...fieldRoutes,
  ...recordRoutes,
  ...campaignRoutes,
  ...intakeRoutes,
  ...eventRoutes,
  ...policyRoutes,
  ...calendarRoutes,
  ...queueRulesRoutes,
  ...settingsRoutes,
  ...rehearsalRoutes,
  ...staffingRoutes,
  ...webhookTargetRoutes,
  ...privacyRoutes,
  ...noticeRoutes,
  ...togetherRoutes,
  ...sideRoutes,
};

/** Mount every endpoint of the contract: parse → authorise → verb → present. */
export function mountApi(app: Express, hub: Hub): void {
  for (const name of Object.keys(api)) if (isEndpoint(name)) mount(app, hub, name);
}

const isEndpoint = (name: string): name is EndpointName => name in api;

function mount<Name extends EndpointName>(app: Express, hub: Hub, name: Name): void {
  const { method, path } = api[name];
  const answer: RequestHandler = async (request, response) => {
    const caller = await admit(hub, name, request);
    const call = readCall(hub, name, caller, request, response);
    response.json(await answerMasked(hub, { name, caller, id: call.id, body: call.body }, () => handlers[name](call)));
  };
  app[method](path, answer);
}

/** Whoever has no session for an endpoint that needs none; nothing reads it there. */
const stranger: Caller = {
  id: '',
  name: '',
  email: '',
  role: 'agent',
  ownRole: null,
  reach: 'none',
  sight: 'none',
  masked: false,
  language: 'en',
  mustChangePassword: false,
  queueIds: [],
  rights: shippedRights.agent,
  sessionSecret: null,
};

/** Endpoints that a person may use before choosing their own password. */
const withoutOwnPassword = new Set<EndpointName>(['me', 'signOut', 'changePassword', 'setLanguage']);

async function admit(hub: Hub, name: EndpointName, request: Request): Promise<Caller> {
  requireOwnOrigin(request);
  const { access }: Endpoint = api[name];
  if (access === 'everyone') return stranger;
  const caller = await identifyCaller(hub, request.headers);
  if (!caller) throw new HubError('not_signed_in', undefined, hub.config.demo ? { demo: true } : undefined);
  if (!withoutOwnPassword.has(name)) requirePassword(caller);
  return access === 'self' ? caller : withRight(caller, access);
}

function readCall<Name extends EndpointName>(hub: Hub, name: Name, caller: Caller, request: Request, response: Response): Call<Name> {
  const endpoint: { path: string; query?: z.ZodObject; body?: z.ZodObject } = api[name];
  // The schemas are looked up by the same name as the types: this is the one place where TypeScript cannot follow.
  return {
    hub,
    caller,
    id: endpoint.path.includes(':id') ? readId(name, request.params.id) : '',
    query: endpoint.query && parse(endpoint.query, request.query, 'query'),
    body: endpoint.body && parse(endpoint.body.strict(), request.body ?? {}, 'body'),
    address: request.ip ?? '',
    setSession: (secret) => setCookie(hub, response, secret),
  } as Call<Name>;
}

function readId(name: EndpointName, text: string | string[] | undefined): string {
  const allowed = name === 'getTicket' ? z.union([z.uuid(), z.string().regex(/^\d{1,15}$/)]) : z.uuid();
  const id = allowed.safeParse(text);
  if (!id.success) throw new HubError('not_found');
  return id.data;
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success && isStorable(parsed.data)) return parsed.data;
  if (parsed.success) throw new HubError('bad_request', `${where}: holds a NUL or half a character`);
  throw new HubError(
    'bad_request',
    parsed.error.issues
      .slice(0, 5)
      .map((issue) => `${[where, ...issue.path].join('.')}: ${issue.message}`)
      .join('; '),
  );
}

/** PostgreSQL holds neither NUL nor half surrogate pairs (manual, 8.3 and 8.14.1). */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isStorable);
}

function setCookie(hub: Hub, response: Response, secret: string | null): void {
  const options = { httpOnly: true, sameSite: 'lax', secure: hub.config.secureCookies, path: '/' } as const;
  if (secret === null) response.clearCookie(COOKIE, options);
  else response.cookie(COOKIE, secret, { ...options, maxAge: hub.config.sessionHours * 3600_000 });
}
