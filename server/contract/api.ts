import type { z } from 'zod';
import { archiveApi } from './api/archive.ts';
import { archiveFieldsApi } from './api/archive-fields.ts';
import { calendarsApi } from './api/calendars.ts';
import { campaignsApi } from './api/campaigns.ts';
import { composerApi } from './api/composer.ts';
import { conversationsApi } from './api/conversations.ts';
import { customersApi } from './api/customers.ts';
import { deskApi } from './api/desk.ts';
import { deskWorkApi } from './api/desk-work.ts';
import { duplicatesApi } from './api/duplicates.ts';
import type { Endpoint } from './api/endpoint.ts';
import { followUpsApi } from './api/follow-ups.ts';
import { handoversApi } from './api/handovers.ts';
import { identityApi } from './api/identity.ts';
import { importsApi } from './api/imports.ts';
import { noticesApi } from './api/notices.ts';
import { operationsApi } from './api/operations.ts';
import { overflowApi } from './api/overflow.ts';
import { peopleApi } from './api/people.ts';
import { policiesApi } from './api/policies.ts';
import { portfolioApi } from './api/portfolio.ts';
import { privacyApi } from './api/privacy.ts';
import { queueRulesApi } from './api/queue-rules.ts';
import { recordApi } from './api/record.ts';
import { recordingsApi } from './api/recordings.ts';
import { rehearsalsApi } from './api/rehearsals.ts';
import { routingApi } from './api/routing.ts';
import { salesApi } from './api/sales.ts';
import { searchApi } from './api/search.ts';
import { segmentsApi } from './api/segments.ts';
import { serviceTargetsApi } from './api/service-targets.ts';
import { sessionApi } from './api/session.ts';
import { settingsApi } from './api/settings.ts';
import { sidesApi } from './api/sides.ts';
import { staffingApi } from './api/staffing.ts';
import { steeringApi } from './api/steering.ts';
import { ticketListApi } from './api/ticket-list.ts';
import { ticketMatterApi } from './api/ticket-matter.ts';
import { ticketsApi } from './api/tickets.ts';
import { togetherApi } from './api/together.ts';
import { valueApi } from './api/value.ts';
import { webhooksApi } from './api/webhooks.ts';

export type { Endpoint } from './api/endpoint.ts';

/**
 * The REST API, one entry an endpoint: the server mounts it, the OpenAPI document is written from it and the console's
 * client takes its types from it.
 */
export const api = {
  ...sessionApi,
  ...peopleApi,
  ...deskApi,
  ...deskWorkApi,
  ...routingApi,
  ...overflowApi,
  ...steeringApi,
  ...handoversApi,
  ...recordingsApi,
  ...ticketsApi,
  ...ticketListApi,
  ...ticketMatterApi,
  ...serviceTargetsApi,
  ...conversationsApi,
  ...composerApi,
  ...customersApi,
  ...searchApi,
  ...identityApi,
  ...importsApi,
  ...duplicatesApi,
  ...archiveApi,
  ...archiveFieldsApi,
  ...recordApi,
  ...campaignsApi,
  ...operationsApi,
  ...policiesApi,
  ...calendarsApi,
  ...queueRulesApi,
  ...settingsApi,
  ...rehearsalsApi,
  ...staffingApi,
  ...valueApi,
  ...webhooksApi,
  ...privacyApi,
  ...segmentsApi,
  ...portfolioApi,
  ...salesApi,
  ...followUpsApi,
  ...noticesApi,
  ...togetherApi,
  ...sidesApi,
} satisfies Record<string, Endpoint>;

export type Api = typeof api;
export type EndpointName = keyof Api;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;
type Part<E, K extends string> = K extends keyof E ? E[K] : undefined;

/** What a handler receives and what a client sends, by endpoint name. */
export type QueryOf<N extends EndpointName> = Parsed<Part<Api[N], 'query'>>;
export type BodyOf<N extends EndpointName> = Parsed<Part<Api[N], 'body'>>;
export type GivenQuery<N extends EndpointName> = Given<Part<Api[N], 'query'>>;
export type GivenBody<N extends EndpointName> = Given<Part<Api[N], 'body'>>;
export type ResponseOf<N extends EndpointName> = z.output<Api[N]['response']>;
