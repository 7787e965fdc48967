import { z } from 'zod';
import * as e from './entities.ts';
import { agentStatuses, awayReasons, channels, languages, type Role, ticketStatuses } from './statuses.ts';

/**
 * The REST API, one entry an endpoint: the server mounts it, the OpenAPI document is written from it and the console's
 * client takes its types from it. `access` names the least role; `everyone` needs no session.
 */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly access: 'everyone' | Role;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly response: z.ZodType;
}

const define = <const E extends Endpoint>(endpoint: E): E => endpoint;

const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) };
const ok = z.object({ ok: z.literal(true) });
const clientId = z.string().min(8).max(64).describe('made by the client; sending it again has no second effect');

export const api = {
  signIn: define({
    method: 'post',
    path: '/api/session',
    access: 'everyone',
    summary: 'Sign in; sets the session cookie',
    body: z.object({ email: z.string().max(254), password: z.string().max(200) }),
    response: e.Me,
  }),
  me: define({ method: 'get', path: '/api/session', access: 'agent', summary: 'Who is signed in', response: e.Me }),
  signOut: define({ method: 'delete', path: '/api/session', access: 'agent', summary: 'Sign out', response: ok }),
  changePassword: define({
    method: 'post',
    path: '/api/session/password',
    access: 'agent',
    summary: 'Choose a new password; ends all other sessions',
    body: z.object({ current: z.string().max(200), next: z.string().min(12).max(200) }),
    response: ok,
  }),
  setLanguage: define({
    method: 'put',
    path: '/api/me/language',
    access: 'agent',
    summary: 'Choose the language of the console',
    body: z.object({ language: z.enum(languages) }),
    response: e.Me,
  }),
  listTokens: define({
    method: 'get',
    path: '/api/tokens',
    access: 'agent',
    summary: 'My API tokens',
    response: z.object({ tokens: z.array(e.TokenView) }),
  }),
  createToken: define({
    method: 'post',
    path: '/api/tokens',
    access: 'agent',
    summary: 'Make an API token; its secret is shown once',
    body: z.object({ name: z.string().min(1).max(80) }),
    response: z.object({ token: e.TokenView, secret: z.string() }),
  }),
  revokeToken: define({ method: 'delete', path: '/api/tokens/:id', access: 'agent', summary: 'Revoke an API token', response: ok }),

  catalog: define({
    method: 'get',
    path: '/api/catalog',
    access: 'agent',
    summary: 'Configuration everyone works with: tiers, queues, inboxes, dispositions, promises',
    response: z
      .object({
        tiers: z.array(e.TierView),
        queues: z.array(e.QueueView),
        inboxes: z.array(e.InboxView),
        dispositions: z.array(e.DispositionView),
        policy: z.object({ version: z.int(), preset: z.string(), promises: e.Promises }),
      })
      .meta({ id: 'Catalog' }),
  }),

  desk: define({
    method: 'get',
    path: '/api/desk',
    access: 'agent',
    summary: 'My work now: my status, what rings, what I hold; live events after `lastEventId` continue it',
    response: z
      .object({ lastEventId: z.int(), agent: e.AgentView, offers: z.array(e.OfferView), tasks: z.array(e.TaskView) })
      .meta({ id: 'Desk' }),
  }),
  setStatus: define({
    method: 'put',
    path: '/api/me/status',
    access: 'agent',
    summary: 'Set my status',
    body: z.object({ status: z.enum(agentStatuses).exclude(['not_responding']), reason: z.enum(awayReasons).optional() }),
    response: e.AgentView,
  }),
  keepPresence: define({
    method: 'post',
    path: '/api/me/presence',
    access: 'agent',
    summary: 'For clients without a socket: count as present for the next 60 seconds',
    response: z.object({ until: z.iso.datetime() }),
  }),
  acceptOffer: define({
    method: 'post',
    path: '/api/offers/:id/accept',
    access: 'agent',
    summary: 'Take the offered task',
    response: e.TaskView,
  }),
  rejectOffer: define({
    method: 'post',
    path: '/api/offers/:id/reject',
    access: 'agent',
    summary: 'Decline the offered task; it keeps its place',
    response: ok,
  }),

  queue: define({
    method: 'get',
    path: '/api/queue',
    access: 'agent',
    summary: 'What waits in the queues I may see, most urgent first',
    query: z.object({
      queueId: z.uuid().optional(),
      tier: z.string().max(40).optional(),
      channel: z.enum(channels).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ groups: z.array(e.WaitingGroup), tasks: z.array(e.TaskView) }).meta({ id: 'WaitingTasks' }),
  }),
  board: define({
    method: 'get',
    path: '/api/board',
    access: 'supervisor',
    summary: 'All queues and agents, for the supervisor',
    response: z
      .object({
        lastEventId: z.int(),
        groups: z.array(e.WaitingGroup),
        tasks: z.array(e.TaskView),
        agents: z.array(e.AgentView),
        today: z.object({ arrived: z.int(), answered: z.int(), withinPromise: z.int(), abandoned: z.int(), quarantined: z.int() }),
      })
      .meta({ id: 'Board' }),
  }),

  getTask: define({ method: 'get', path: '/api/tasks/:id', access: 'agent', summary: 'One task', response: e.TaskView }),
  endTask: define({
    method: 'post',
    path: '/api/tasks/:id/end',
    access: 'agent',
    summary: 'End the contact (hangs up a call) and begin wrap-up',
    response: e.TaskView,
  }),
  completeTask: define({
    method: 'post',
    path: '/api/tasks/:id/complete',
    access: 'agent',
    summary: 'Finish wrap-up with a disposition and the status the ticket is left in',
    body: z.object({ disposition: z.string().max(60), ticketStatus: z.enum(ticketStatuses).exclude(['new']).default('solved') }),
    response: e.TaskView,
  }),
  taskReceipts: define({
    method: 'get',
    path: '/api/tasks/:id/receipts',
    access: 'agent',
    summary: 'Why this task was offered as it was, newest first',
    response: z.object({ receipts: z.array(e.ReceiptView) }),
  }),

  listTickets: define({
    method: 'get',
    path: '/api/tickets',
    access: 'agent',
    summary: 'Tickets I may see, last changed first',
    query: z.object({
      ...page,
      status: z.enum(ticketStatuses).optional(),
      queueId: z.uuid().optional(),
      mine: z.enum(['true']).optional(),
      customerId: z.uuid().optional(),
    }),
    response: z.object({ tickets: z.array(e.TicketView), next: z.string().nullable() }),
  }),
  getTicket: define({
    method: 'get',
    path: '/api/tickets/:id',
    access: 'agent',
    summary: 'One ticket with its conversations and open tasks; `id` may be the ticket number',
    response: z
      .object({ ticket: e.TicketView, customer: e.CustomerStrip, conversations: z.array(e.ConversationView), tasks: z.array(e.TaskView) })
      .meta({ id: 'TicketDetail' }),
  }),
  setTicketStatus: define({
    method: 'put',
    path: '/api/tickets/:id/status',
    access: 'agent',
    summary: 'Set the status of a ticket',
    body: z.object({ status: z.enum(ticketStatuses) }),
    response: e.TicketView,
  }),

  getConversation: define({
    method: 'get',
    path: '/api/conversations/:id',
    access: 'agent',
    summary: 'A conversation with its newest entries, oldest first; `before` pages back',
    query: z.object({
      before: z.coerce.number().int().optional().describe('only entries with a smaller seq'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z
      .object({ conversation: e.ConversationView, entries: z.array(e.EntryView), more: z.boolean() })
      .meta({ id: 'ConversationDetail' }),
  }),
  sendReply: define({
    method: 'post',
    path: '/api/conversations/:id/replies',
    access: 'agent',
    summary: 'Answer the customer on the channel of this conversation',
    body: z.object({
      clientId,
      text: z.string().max(100_000),
      seenSeq: z.int().min(0).describe('newest entry the author has seen; refused with `stale_reply` if someone wrote since'),
    }),
    response: e.EntryView,
  }),
  addNote: define({
    method: 'post',
    path: '/api/conversations/:id/notes',
    access: 'agent',
    summary: 'Add a note that only agents see',
    body: z.object({ clientId, text: z.string().max(100_000) }),
    response: e.EntryView,
  }),

  listCustomers: define({
    method: 'get',
    path: '/api/customers',
    access: 'agent',
    summary: 'Find customers by name, number, address or key',
    query: z.object({ ...page, search: z.string().max(200).optional() }),
    response: z.object({ customers: z.array(e.CustomerStrip), next: z.string().nullable() }),
  }),
  getCustomer: define({ method: 'get', path: '/api/customers/:id', access: 'agent', summary: 'One customer', response: e.CustomerView }),
  customerTimeline: define({
    method: 'get',
    path: '/api/customers/:id/timeline',
    access: 'agent',
    summary: 'Everything with this customer on all channels, newest first',
    query: z.object({ ...page, channel: z.enum(channels).optional() }),
    response: e.Timeline,
  }),

  listEvents: define({
    method: 'get',
    path: '/api/events',
    access: 'agent',
    summary: 'Events after an id that I may see, oldest first (what the socket would have sent)',
    query: z.object({ after: z.coerce.number().int().min(0) }),
    response: z.object({
      events: z.array(z.record(z.string(), z.unknown())),
      complete: z.boolean().describe('false: too far behind, load afresh'),
    }),
  }),
  listQuarantine: define({
    method: 'get',
    path: '/api/quarantine',
    access: 'supervisor',
    summary: 'Inbound items that could not be taken in, with the reason',
    query: z.object(page),
    response: z.object({ items: z.array(e.QuarantinedItem), next: z.string().nullable() }),
  }),
  retryQuarantined: define({
    method: 'post',
    path: '/api/quarantine/:id/retry',
    access: 'supervisor',
    summary: 'Run a quarantined item again',
    response: ok,
  }),
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
