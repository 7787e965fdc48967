import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { shippedSettings } from '../../../server/customers/value/shipped-settings.ts';
import { type Client, type Failure, request } from '../../support/hub.ts';
import { personDraft, roleDraft } from '../../support/roles.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());

type Who = 'foreigner' | 'colleague' | 'supervisor' | 'admin';
type Given = { id?: string; body?: object; query?: object };

interface Line {
  /** What is asked for, of Ada's things where the path names one. */
  readonly given?: (who: Who) => Given;
  /** Answers to: an agent of another queue, another agent of the queue, a supervisor, an admin. */
  readonly answers: readonly [string, string, string, string];
}

const all = (answer: string): Line['answers'] => [answer, answer, answer, answer];
const hidden = (answer: string): Line['answers'] => ['404 not_found', answer, answer, answer];
const steered = (answer: string): Line['answers'] => ['403 not_allowed', '403 not_allowed', answer, answer];
const steering = steered('200');
const configuring = (answer: string): Line['answers'] => ['403 not_allowed', '403 not_allowed', '403 not_allowed', answer];
/** Of what is asked once. */
const alreadyAsked = ['409 help_asked_already', '409 help_asked_already'] as const;
const own = (who: Who): string => world[who].person.id;

const aYear = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
const both = { en: 'x', 'zh-CN': 'x' };
const aRule = { label: both, afterDays: 3, text: both };

const importSettings = {
  encoding: 'utf-8',
  delimiter: ',',
  columns: [],
  country: null,
  currency: null,
  dates: 'day_first',
  decimal: '.',
  timeZone: 'UTC',
} as const;

/** Every endpoint of the contract, one line each. */
const matrix: Record<EndpointName, Line> = {
  signIn: { given: () => ({ body: { email: 'nobody@touchline.example', password: 'x' } }), answers: all('401 wrong_credentials') },
  me: { answers: all('200') },
  signOut: { answers: all('200') },
  changePassword: { given: () => ({ body: { current: 'wrong', next: 'long enough for this' } }), answers: all('401 wrong_credentials') },
  keepFirstSteps: { given: () => ({ body: { done: ['ring'], closed: false } }), answers: all('200') },
  setLanguage: { given: () => ({ body: { language: 'zh-CN' } }), answers: all('200') },
  listRoles: { answers: steering },
  createRole: { given: () => ({ body: { draft: roleDraft() } }), answers: configuring('200') },
  changeRole: { given: () => ({ id: world.taskId, body: { revision: '', draft: roleDraft() } }), answers: configuring('404 not_found') },
  deleteRole: { given: () => ({ id: world.taskId }), answers: configuring('404 not_found') },
  listPeople: { answers: steering },
  addPerson: { given: () => ({ body: { draft: personDraft() } }), answers: configuring('200') },
  changePerson: {
    given: () => ({ id: world.taskId, body: { revision: '', draft: personDraft() } }),
    answers: configuring('404 not_found'),
  },
  resetPassword: { given: () => ({ id: world.taskId }), answers: configuring('404 not_found') },
  deactivatePerson: { given: () => ({ id: world.taskId }), answers: configuring('404 not_found') },
  reactivatePerson: { given: () => ({ id: world.taskId }), answers: configuring('404 not_found') },
  unmaskCustomer: { given: () => ({ id: world.customerId, body: { reason: 'calls back' } }), answers: hidden('409 not_masked') },
  listUnmaskings: { answers: steering },
  listTokens: { answers: all('200') },
  createToken: { given: () => ({ body: { name: 'another' } }), answers: all('200') },
  revokeToken: { given: () => ({ id: meisToken }), answers: all('404 not_found') },
  catalog: { answers: all('200') },
  desk: { answers: all('200') },
  setStatus: { given: () => ({ body: { status: 'away' } }), answers: all('200') },
  keepPresence: { answers: all('200') },
  acceptOffer: { given: () => ({ id: world.offerId }), answers: all('404 not_found') },
  rejectOffer: { given: () => ({ id: world.offerId }), answers: all('404 not_found') },
  queue: { answers: all('200') },
  board: { answers: steering },
  getTask: { given: () => ({ id: world.taskId }), answers: hidden('200') },
  endTask: { given: () => ({ id: world.taskId }), answers: hidden('409 not_your_task') },
  completeTask: { given: () => ({ id: world.taskId, body: { disposition: 'resolved' } }), answers: hidden('409 not_your_task') },
  taskReceipts: { given: () => ({ id: world.taskId }), answers: hidden('200') },
  transferTask: { given: () => ({ id: world.taskId, body: { queueId: world.test.queueId } }), answers: hidden('409 not_your_task') },
  listTakers: { given: () => ({ id: world.taskId }), answers: hidden('200') },
  askColleague: {
    given: (who) => ({ id: world.taskId, body: { agentId: own(who), way: 'consult' } }),
    answers: hidden('409 not_your_task'),
  },
  myHandovers: { answers: all('200') },
  acceptHandover: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  declineHandover: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  withdrawHandover: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  introduceCustomer: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  completeHandover: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  readAssignment: { given: () => ({ id: world.taskId }), answers: steered('409 task_not_waiting') },
  assignTask: {
    given: (who) => ({ id: world.taskId, body: { agentId: own(who), reason: 'they asked for me' } }),
    answers: steered('409 task_not_waiting'),
  },
  readOverflow: { given: () => ({ id: world.test.queueId }), answers: steering },
  changeOverflow: {
    given: () => ({ id: world.test.queueId, body: { revision: '', overflow: {} } }),
    answers: configuring('409 changed_meanwhile'),
  },
  taskEstimate: { given: () => ({ id: world.taskId }), answers: hidden('409 task_not_waiting') },
  estimateCalibration: { answers: steering },
  listTickets: { answers: all('200') },
  getTicket: { given: () => ({ id: world.ticketId }), answers: hidden('200') },
  setTicketStatus: { given: () => ({ id: world.ticketId, body: { status: 'open' } }), answers: hidden('200') },
  countTickets: { given: () => ({ body: { filters: [{}] } }), answers: all('200') },
  listTicketViews: { answers: all('200') },
  createTicketView: { given: () => ({ body: { name: 'Mine', filter: {}, shared: true } }), answers: steering },
  changeTicketView: { given: () => ({ id: world.taskId, body: { name: 'Mine', filter: {} } }), answers: all('404 not_found') },
  removeTicketView: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  chooseTicketColumns: { given: () => ({ body: { columns: ['status'] } }), answers: all('200') },
  startBulk: { given: () => ({ body: { act: { do: 'kind', kind: 'incident' }, ids: [world.taskId] } }), answers: all('200') },
  readBulk: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  cancelBulk: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  undoBulk: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  getTicketMatter: { given: () => ({ id: world.ticketId }), answers: hidden('200') },
  changeTicket: { given: () => ({ id: world.ticketId, body: { rootCauseNote: 'worn' } }), answers: hidden('200') },
  addChecklistItem: { given: () => ({ id: world.ticketId, body: { text: 'ring back' } }), answers: hidden('200') },
  tickChecklistItem: { given: () => ({ id: world.taskId, body: { done: true } }), answers: all('404 not_found') },
  removeChecklistItem: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  ticketTrail: { given: () => ({ id: world.ticketId }), answers: hidden('200') },
  ticketTaxonomy: { answers: all('200') },
  saveTicketTaxonomy: { given: () => ({ body: { basedOn: 99, draft: {} } }), answers: configuring('409 changed_meanwhile') },
  listTicketFields: { answers: all('200') },
  putTicketField: { given: () => ({ body: { revision: null, draft: {} } }), answers: configuring('422 invalid_settings') },
  pauseRecording: { given: () => ({ id: world.conversationId }), answers: hidden('409 not_your_task') },
  resumeRecording: { given: () => ({ id: world.conversationId }), answers: hidden('409 not_your_task') },
  getConversation: { given: () => ({ id: world.conversationId }), answers: hidden('200') },
  beginConversation: {
    given: () => ({
      id: world.customerId,
      body: { clientId: crypto.randomUUID(), inboxId: world.taskId, contactPointId: world.taskId, subject: 'x', text: 'x' },
    }),
    answers: hidden('404 unknown_inbox'),
  },
  sendReply: {
    given: (who) => ({ id: world.conversationId, body: { clientId: `reply of ${own(who)}`, text: 'hello', seenSeq: 1000 } }),
    answers: hidden('200'),
  },
  scheduleReply: {
    given: (who) => ({
      id: world.conversationId,
      body: { clientId: `later by ${own(who)}`, text: 'hello', seenSeq: 1000, sendAt: world.test.clock.now().toISOString() },
    }),
    answers: hidden('200'),
  },
  readSignature: { given: () => ({ id: world.conversationId }), answers: hidden('200') },
  listScheduled: { given: () => ({ id: world.conversationId }), answers: hidden('200') },
  cancelScheduled: { given: () => ({ id: world.conversationId }), answers: all('404 not_found') },
  myWork: { answers: all('200') },
  readSnooze: { given: () => ({ id: world.ticketId }), answers: hidden('200') },
  wakeTicket: { given: () => ({ id: world.ticketId }), answers: ['404 not_found', '200', '409 not_snoozed', '409 not_snoozed'] },
  snoozeTicket: {
    given: () => ({ id: world.ticketId, body: { until: new Date(world.test.clock.now().getTime() + 3600_000).toISOString() } }),
    answers: hidden('200'),
  },
  remindMe: {
    given: () => ({ id: world.ticketId, body: { at: new Date(world.test.clock.now().getTime() + 3600_000).toISOString() } }),
    answers: hidden('200'),
  },
  withdrawReminder: { given: () => ({ id: world.conversationId }), answers: all('404 not_found') },
  markRead: { given: () => ({ id: world.conversationId, body: { seq: 0 } }), answers: hidden('200') },
  getDraft: { given: () => ({ id: world.conversationId }), answers: hidden('200') },
  saveDraft: { given: () => ({ id: world.conversationId, body: { reply: 'Dear', note: '', basedOn: 0 } }), answers: hidden('200') },
  addNote: {
    given: (who) => ({ id: world.conversationId, body: { clientId: `note of ${own(who)}`, text: 'hello' } }),
    answers: hidden('200'),
  },
  listColleagues: { answers: all('200') },
  removeUpload: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  listMacros: { answers: all('200') },
  fillMacro: { given: () => ({ id: world.conversationId, body: { macroId: world.taskId } }), answers: all('404 not_found') },
  takeActions: {
    given: () => ({ id: world.conversationId, body: { actions: [{ do: 'set_kind', kind: 'service_request' }] } }),
    answers: hidden('200'),
  },
  undoActions: {
    given: () => ({
      id: world.conversationId,
      body: { change: { at: '2026-01-01T00:00:00Z', kind: { from: 'incident', to: 'complaint' } } },
    }),
    answers: hidden('409 changed_since'),
  },
  allMacros: { answers: steering },
  createMacro: { given: () => ({ body: { name: both, text: both, actions: [], channels: [], roles: [] } }), answers: configuring('200') },
  changeMacro: {
    given: () => ({ id: world.taskId, body: { name: both, text: both, actions: [], channels: [], roles: [], revision: 1 } }),
    answers: configuring('404 not_found'),
  },
  retireMacro: { given: () => ({ id: world.taskId, body: { retired: true } }), answers: configuring('404 not_found') },
  orderMacros: { given: () => ({ body: { ids: [] } }), answers: configuring('200') },
  listCustomers: { answers: all('200') },
  getCustomer: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  putOrder: {
    given: (who) => ({
      body: {
        number: `SO ${own(who)}`,
        customer: { externalId: 'C-1' },
        placedAt: '2026-05-01T10:00:00Z',
        currency: 'EUR',
        amount: 100,
        status: 'paid',
      },
    }),
    answers: steering,
  },
  listOrders: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  putProfile: { given: () => ({ body: { externalId: 'C-1', city: 'London' } }), answers: steering },
  changeCustomer: { given: () => ({ id: world.customerId, body: { city: 'Paris' } }), answers: hidden('200') },
  fieldChanges: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  customerValue: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  valueSeries: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  overrideTier: { given: () => ({ id: world.customerId, body: { tier: 'gold', reason: 'a friend of the house' } }), answers: steering },
  endTierOverride: {
    given: () => ({ id: '01900000-0000-7000-8000-000000000000' }),
    answers: steered('404 not_found'),
  },
  valueSettings: { answers: steering },
  saveValueSettings: { given: () => ({ body: { basedOn: 99, draft: shippedSettings } }), answers: configuring('409 changed_meanwhile') },
  fitValues: { answers: steering },
  tierRules: { answers: steering },
  saveTierRules: { given: () => ({ body: { basedOn: 99, draft: { tiers: [] } } }), answers: configuring('409 changed_meanwhile') },
  previewTierRules: { given: () => ({ body: { draft: { tiers: [{ tier: 'gold', conditions: [] }] } } }), answers: steering },
  tierPreview: { given: () => ({ id: '01900000-0000-7000-8000-000000000000' }), answers: steered('404 not_found') },
  readIdentity: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  mergeCustomers: {
    given: () => ({ id: world.customerId, body: { mergedId: world.customerId, reason: 'the same person' } }),
    answers: ['403 not_allowed', '403 not_allowed', '409 same_customer', '409 same_customer'],
  },
  listDuplicates: { answers: steering },
  findDuplicates: { answers: steering },
  listImports: { answers: steering },
  getImport: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  previewImport: { given: () => ({ id: world.taskId, body: {} }), answers: steered('404 not_found') },
  startImport: {
    given: () => ({ id: world.taskId, body: { settings: importSettings } }),
    answers: steered('404 not_found'),
  },
  cancelImport: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  undoImport: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  importRows: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  undoMerge: {
    given: () => ({ id: world.customerId, body: { reason: 'not the same' } }),
    answers: ['403 not_allowed', '403 not_allowed', '404 not_found', '404 not_found'],
  },
  keepApart: {
    given: () => ({ id: world.customerId, body: { otherId: world.customerId, reason: 'two people' } }),
    answers: ['403 not_allowed', '403 not_allowed', '409 same_customer', '409 same_customer'],
  },
  readMatchRules: { answers: steering },
  putMatchRules: {
    given: () => ({
      body: { signed_identity: 'link', claimed_address: 'suggest', same_birthday: 'suggest', same_name: 'suggest' },
    }),
    answers: configuring('200'),
  },
  shareContactPoint: { given: () => ({ id: world.taskId, body: { shared: true } }), answers: steered('404 not_found') },
  endContactPoint: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  restoreContactPoint: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  verifyContactPoint: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  listCustomerFields: { answers: all('200') },
  putCustomField: { given: () => ({ body: { revision: null, draft: {} } }), answers: configuring('422 invalid_settings') },
  putFreshness: { given: () => ({ body: { field: 'city', staleDays: 100, refreshBy: 'assignee' } }), answers: configuring('200') },
  readRecord: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  checkField: { given: () => ({ id: world.customerId, body: { field: 'city' } }), answers: hidden('200') },
  listConsents: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  addConsent: {
    given: () => ({ id: world.customerId, body: { channel: 'sms', purpose: 'marketing', state: 'granted', proof: { kind: 'call' } } }),
    answers: hidden('200'),
  },
  addMember: { given: () => ({ id: world.customerId, body: { memberId: world.customerId } }), answers: hidden('422 not_a_group') },
  endMembership: { given: () => ({ id: world.customerId }), answers: all('404 not_found') },
  putCampaign: {
    given: () => ({
      body: { key: 'spring', label: { en: 'Spring', 'zh-CN': '春' }, kind: 'mailing', startsAt: '2026-05-01T10:00:00Z', currency: 'EUR' },
    }),
    answers: steering,
  },
  listCampaigns: { answers: steering },
  putTouches: {
    given: () => ({
      body: { campaign: 'none', touches: [{ externalId: 't', customer: { externalId: 'C-1' }, at: '2026-05-01T10:00:00Z' }] },
    }),
    answers: steered('422 unknown_campaign'),
  },
  listTouches: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  putRating: {
    given: () => ({ body: { externalId: 'r-1', customer: { externalId: 'C-1' }, score: 5, at: '2026-05-01T10:00:00Z' } }),
    answers: steering,
  },
  listRatings: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  putVisits: {
    given: () => ({
      body: { visits: [{ externalId: 'v', customer: { externalId: 'C-1' }, at: '2026-05-01T10:00:00Z', url: 'https://shop.example/' }] },
    }),
    answers: steering,
  },
  listVisits: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  customerTimeline: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  customerDensity: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  searchSaid: { given: () => ({ query: { words: 'boiler', customerId: world.customerId } }), answers: hidden('200') },
  segmentFields: { answers: all('200') },
  listSegments: { answers: all('200') },
  createSegment: {
    given: () => ({ body: { name: 'Gold', filter: { all: [{ field: 'tier', is: 'is', value: 'gold' }] } } }),
    answers: all('200'),
  },
  changeSegment: { given: () => ({ id: world.taskId, body: { name: 'Gold', filter: { all: [] } } }), answers: all('404 not_found') },
  removeSegment: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  countSegment: { given: () => ({ body: { filter: { all: [] } } }), answers: all('200') },
  segmentCustomers: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  readPortfolio: { answers: steering },
  portfolioCustomers: { answers: steering },
  readMigration: { given: () => ({ query: aYear }), answers: steering },
  migrationCustomers: { given: () => ({ query: { ...aYear, toTier: 'gold' } }), answers: steering },
  listOpportunities: { answers: all('200') },
  opportunityTotals: { answers: all('200') },
  createOpportunity: { given: () => ({ body: { customerId: world.customerId, title: 'Boiler' } }), answers: hidden('200') },
  changeOpportunity: { given: () => ({ id: world.taskId, body: {} }), answers: all('404 not_found') },
  listFollowUps: { answers: all('200') },
  dueCounts: { given: () => ({ query: { today: aYear.from } }), answers: all('200') },
  createFollowUp: { given: () => ({ body: { customerId: world.customerId, text: 'ring', dueAt: aYear.to } }), answers: hidden('200') },
  changeFollowUp: { given: () => ({ id: world.taskId, body: {} }), answers: all('404 not_found') },
  finishFollowUp: { given: () => ({ id: world.taskId, body: { outcome: 'reached' } }), answers: all('404 not_found') },
  reopenFollowUp: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  customerCare: { given: () => ({ id: world.customerId }), answers: hidden('200') },
  listFollowUpRules: { answers: steering },
  createFollowUpRule: { given: () => ({ body: { ...aRule, trigger: 'silent' } }), answers: configuring('200') },
  changeFollowUpRule: { given: () => ({ id: world.taskId, body: aRule }), answers: configuring('404 not_found') },
  endFollowUpRule: { given: () => ({ id: world.taskId }), answers: configuring('404 not_found') },
  startBatch: {
    given: () => ({ body: { segmentId: world.taskId, text: 'news', dueAt: aYear.to } }),
    answers: steered('404 not_found'),
  },
  readBatch: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  undoBatch: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  requestRehearsal: { given: () => ({ body: {} }), answers: steered('400 bad_request') },
  listRehearsals: { answers: steering },
  getRehearsal: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  cancelRehearsal: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  staffing: { given: () => ({ query: { queueId: world.taskId } }), answers: steered('422 unknown_queue') },
  listEvents: { given: () => ({ query: { after: 0 } }), answers: all('200') },
  listQuarantine: { answers: steering },
  listNotices: { answers: all('200') },
  markNotices: { given: () => ({ body: { read: true } }), answers: all('200') },
  ticketTogether: { given: () => ({ id: world.ticketId }), answers: hidden('200') },
  assignTicket: {
    given: () => ({ id: world.ticketId, body: { agentId: world.mei.person.id } }),
    answers: hidden('200'),
  },
  watchTicket: { given: () => ({ id: world.ticketId, body: { watching: true } }), answers: hidden('200') },
  askHelp: {
    given: () => ({ id: world.conversationId, body: { question: 'May I?' } }),
    answers: ['404 not_found', '200', ...alreadyAsked],
  },
  takeHelp: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  withdrawHelp: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  mergeTicket: { given: () => ({ id: world.ticketId, body: { intoId: world.ticketId } }), answers: hidden('409 same_ticket') },
  splitTicket: { given: () => ({ id: world.conversationId, body: { subject: 'Invoice' } }), answers: hidden('409 whole_ticket') },
  undoMove: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  linkTickets: {
    given: () => ({ id: world.ticketId, body: { otherId: world.ticketId, kind: 'related' } }),
    answers: hidden('409 same_ticket'),
  },
  unlinkTickets: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  startSide: {
    given: () => ({
      id: world.ticketId,
      body: { clientId: 'a side mail', inboxId: world.taskId, address: 'parts@supplier.example', subject: 'Valve', text: 'hello' },
    }),
    answers: hidden('404 unknown_inbox'),
  },
  getSide: { given: () => ({ id: world.taskId }), answers: all('404 not_found') },
  writeSide: { given: () => ({ id: world.taskId, body: { clientId: 'a side mail', text: 'hello' } }), answers: all('404 not_found') },
  serviceTargets: { answers: all('200') },
  saveServiceTargets: { given: () => ({ body: { basedOn: 0, draft: {} } }), answers: configuring('422 invalid_settings') },
  listPolicies: { answers: steering },
  previewPolicy: { given: () => ({ body: { draft: {} } }), answers: steering },
  savePolicy: { given: () => ({ body: { basedOn: 0, draft: {} } }), answers: configuring('422 invalid_settings') },
  routingFindings: { answers: steering },
  listCalendars: { answers: steering },
  previewCalendar: { given: () => ({ body: { draft: {} } }), answers: steering },
  createCalendar: { given: () => ({ body: { draft: {} } }), answers: configuring('422 invalid_settings') },
  changeCalendar: {
    given: () => ({ id: world.ticketId, body: { revision: '', draft: {} } }),
    answers: configuring('422 invalid_settings'),
  },
  deleteCalendar: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  listHolidays: { given: () => ({ query: { country: 'CN', year: 2026 } }), answers: steering },
  listHolidayPlaces: { answers: steering },
  listQueueRules: { answers: steering },
  changeQueueRules: {
    given: () => ({ id: world.test.queueId, body: { revision: '', rules: {} } }),
    answers: configuring('422 invalid_settings'),
  },
  readSettings: { given: () => ({ query: { part: 'queues' } }), answers: steering },
  previewSettings: { given: () => ({ body: { part: 'skills', draft: [] } }), answers: steering },
  saveSettings: { given: () => ({ body: { part: 'skills', revision: '', draft: [] } }), answers: configuring('409 changed_meanwhile') },
  settingsChanges: { answers: steering },
  previewRestore: { given: () => ({ id: world.taskId }), answers: steered('404 not_found') },
  exportSettings: { answers: steering },
  previewSettingsImport: { given: () => ({ body: { document: {} } }), answers: configuring('422 invalid_settings') },
  importSettings: { given: () => ({ body: { revision: '', document: {} } }), answers: configuring('422 invalid_settings') },
  undoSettingsImport: { given: () => ({ id: world.taskId }), answers: configuring('404 not_found') },
  listWebhooks: { answers: configuring('200') },
  createWebhook: {
    given: () => ({ body: { label: 'Shop', url: 'https://10.0.0.1/', events: [] } }),
    answers: configuring('422 webhook_url_refused'),
  },
  changeWebhook: {
    given: () => ({ id: world.ticketId, body: { label: 'Shop', url: 'https://shop.invalid/', events: [] } }),
    answers: configuring('404 not_found'),
  },
  deleteWebhook: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  pauseWebhook: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  resumeWebhook: { given: () => ({ id: world.ticketId, body: {} }), answers: configuring('404 not_found') },
  replayWebhook: { given: () => ({ id: world.ticketId, body: { fromEventId: 1 } }), answers: configuring('404 not_found') },
  testWebhook: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  listWebhookDeliveries: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  retryWebhookDelivery: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  readPrivacy: { given: () => ({ id: world.customerId }), answers: steering },
  holdCustomer: { given: () => ({ id: world.ticketId, body: { reason: 'court case' } }), answers: configuring('404 not_found') },
  liftHold: { given: () => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  previewErasure: { given: () => ({ id: world.customerId }), answers: configuring('200') },
  eraseCustomer: {
    given: () => ({ id: world.customerId, body: { reason: 'asked for it', revision: '' } }),
    answers: configuring('409 changed_meanwhile'),
  },
  listErasures: { answers: configuring('200') },
  listRetention: { answers: configuring('200') },
  previewRetention: { given: () => ({ query: { kind: 'page_visits', days: 30 } }), answers: configuring('200') },
  saveRetention: { given: () => ({ body: { kind: 'page_visits', days: 365 } }), answers: configuring('200') },
  retryQuarantined: { given: (who) => ({ id: world.quarantined[who === 'admin' ? 1 : 0] ?? '' }), answers: steering },
};

let meisToken = '';
beforeAll(async () => {
  meisToken = (await world.mei.call('listTokens')).tokens[0]?.id ?? '';
});

const endpoints = Object.keys(api).filter((name): name is EndpointName => name in api);
const summary = (status: number, body: unknown) => (status === 200 ? '200' : `${status} ${(body as Failure).error.code}`);

async function ask(name: EndpointName, given: Given, headers: Record<string, string>): Promise<string> {
  const { status, body } = await request(world.test.url, name, given, headers);
  return summary(status, body);
}
const as = ({ token }: Client) => ({ authorization: `Bearer ${token}` });

describe.each(endpoints)('%s', (name) => {
  const line = () => matrix[name];
  const given = (who: Who = 'colleague') => line().given?.(who) ?? {};

  it('is closed to whoever is not signed in', async () => {
    const answer = api[name].access === 'everyone' ? line().answers[0] : '401 not_signed_in';
    expect(await ask(name, given(), {})).toBe(answer);
    expect(await ask(name, given(), { authorization: 'Bearer tl_guessed' })).toBe(answer);
    expect(await ask(name, given(), { cookie: 'touchline_session=guessed' })).toBe(answer);
    // Not even whether the thing exists, or the request is right, can be learnt.
    if (api[name].access !== 'everyone')
      expect(await ask(name, { id: 'no-such-thing', ...(api[name].method === 'get' ? {} : { body: { odd: true } }) }, {})).toBe(answer);
  });

  it('answers an agent of another queue, a colleague, a supervisor and an admin as it should', async () => {
    const answers: string[] = [];
    for (const who of ['foreigner', 'colleague', 'supervisor', 'admin'] as const) answers.push(await ask(name, given(who), as(world[who])));
    expect(answers).toEqual(line().answers);
  });
});

describe.each(endpoints.filter((name) => api[name].path.includes(':id')))('%s', (name) => {
  it('does not tell what one may not see from what is not there', async () => {
    const { id = '', body } = matrix[name].given?.('foreigner') ?? {};
    const ids = [id, crypto.randomUUID(), 'not-an-id', '00000000-0000-0000-0000-000000000000', '%00', "'"];
    const answers = await Promise.all(
      ids.map((id) => request(world.test.url, name, { id, ...(body ? { body } : {}) }, as(world.foreigner))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('files and mails', () => {
  const get = async (path: string, headers: Record<string, string>) => (await fetch(`${world.test.url}${path}`, { headers })).status;

  it.each([
    ['attachment', () => `/api/attachments/${world.attachmentId}`, '/api/attachments/'],
    ['mail', () => `/api/entries/${world.entryId}/html`, '/api/entries/'],
  ])('%s: the same rule as for everything else', async (_, path, folder) => {
    const there = path();
    const missing = there.replace(/[0-9a-f-]{36}/, crypto.randomUUID());
    const malformed = there.replace(/[0-9a-f-]{36}/, 'odd');
    for (const headers of [{}, { authorization: 'Bearer tl_guessed' }]) {
      expect([await get(there, headers), await get(missing, headers), await get(malformed, headers)]).toEqual([401, 401, 401]);
    }
    const foreign = as(world.foreigner);
    expect([
      await get(there, foreign),
      await get(missing, foreign),
      await get(malformed, foreign),
      await get(`${folder}%00`, foreign),
    ]).toEqual([404, 404, 404, 404]);
    for (const who of ['mei', 'colleague', 'supervisor', 'admin'] as const) expect(await get(there, as(world[who]))).toBe(200);
  });
});

describe('lists', () => {
  it('show an agent only what is in their queues; those who steer see everything', async () => {
    const ids = async (who: Client) => ({
      waiting: (await who.call('queue', {})).tasks.map(({ customer }) => customer.id),
      tickets: (await who.call('listTickets', {})).tickets.map(({ id }) => id).includes(world.ticketId),
      customers: (await who.call('listCustomers', { query: { search: 'Ada' } })).customers.map(({ id }) => id),
      byNumber: (await who.call('listCustomers', { query: { search: '01632 960111' } })).customers.length,
      offers: (await who.call('desk')).offers.length,
    });
    expect(await ids(world.foreigner)).toEqual({ waiting: [], tickets: false, customers: [], byNumber: 0, offers: 0 });
    for (const who of ['colleague', 'supervisor', 'admin'] as const) {
      expect(await ids(world[who])).toMatchObject({ waiting: [world.customerId], tickets: true, customers: [world.customerId], offers: 0 });
    }
    expect(await world.foreigner.call('queue', { query: { queueId: world.test.queueId } })).toEqual({ groups: [], tasks: [] });
    expect(await world.foreigner.refusal('listTickets', { query: { customerId: world.customerId } })).toBe('404 not_found');
  });

  it('of receipts show an agent themselves, those who steer everybody considered', async () => {
    const considered = async (who: Client) =>
      (await who.call('taskReceipts', { id: world.taskId })).receipts.flatMap(({ agents }) => agents.map(({ name }) => name));
    expect(await considered(world.colleague)).toEqual([]);
    expect(await considered(world.mei)).toEqual(['Mei Lin']);
    expect(await considered(world.supervisor)).toContain('Mei Lin');
  });
});
