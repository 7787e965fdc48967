import { shippedSettings } from '../../../../server/customers/value/shipped-settings.ts';
import { all, configuring, hidden, type Lines, own, steered, steering } from './line.ts';

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

/** Who may do what about: who they are, what is known of them and what they are worth. */
export const customerLines = {
  listCustomers: { answers: all('200') },
  getCustomer: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  putOrder: {
    given: (world, who) => ({
      body: {
        number: `SO ${own(world, who)}`,
        customer: { externalId: 'C-1' },
        placedAt: '2026-05-01T10:00:00Z',
        currency: 'EUR',
        amount: 100,
        status: 'paid',
      },
    }),
    answers: steering,
  },
  listOrders: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  putProfile: { given: () => ({ body: { externalId: 'C-1', city: 'London' } }), answers: steering },
  changeCustomer: { given: (world) => ({ id: world.customerId, body: { city: 'Paris' } }), answers: hidden('200') },
  fieldChanges: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  customerValue: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  valueSeries: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  overrideTier: {
    given: (world) => ({ id: world.customerId, body: { tier: 'gold', reason: 'a friend of the house' } }),
    answers: steering,
  },
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
  readIdentity: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  mergeCustomers: {
    given: (world) => ({ id: world.customerId, body: { mergedId: world.customerId, reason: 'the same person' } }),
    answers: ['403 not_allowed', '403 not_allowed', '409 same_customer', '409 same_customer'],
  },
  listDuplicates: { answers: steering },
  findDuplicates: { answers: steering },
  listImports: { answers: steering },
  getImport: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  previewImport: { given: (world) => ({ id: world.taskId, body: {} }), answers: steered('404 not_found') },
  startImport: {
    given: (world) => ({ id: world.taskId, body: { settings: importSettings } }),
    answers: steered('404 not_found'),
  },
  cancelImport: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  undoImport: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  importRows: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  undoMerge: {
    given: (world) => ({ id: world.customerId, body: { reason: 'not the same' } }),
    answers: ['403 not_allowed', '403 not_allowed', '404 not_found', '404 not_found'],
  },
  keepApart: {
    given: (world) => ({ id: world.customerId, body: { otherId: world.customerId, reason: 'two people' } }),
    answers: ['403 not_allowed', '403 not_allowed', '409 same_customer', '409 same_customer'],
  },
  readMatchRules: { answers: steering },
  putMatchRules: {
    given: () => ({
      body: { signed_identity: 'link', claimed_address: 'suggest', same_birthday: 'suggest', same_name: 'suggest' },
    }),
    answers: configuring('200'),
  },
  shareContactPoint: { given: (world) => ({ id: world.taskId, body: { shared: true } }), answers: steered('404 not_found') },
  endContactPoint: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  restoreContactPoint: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  verifyContactPoint: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  listCustomerFields: { answers: all('200') },
  putCustomField: { given: () => ({ body: { revision: null, draft: {} } }), answers: configuring('422 invalid_settings') },
  putFreshness: { given: () => ({ body: { field: 'city', staleDays: 100, refreshBy: 'assignee' } }), answers: configuring('200') },
  readRecord: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  checkField: { given: (world) => ({ id: world.customerId, body: { field: 'city' } }), answers: hidden('200') },
  listConsents: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  addConsent: {
    given: (world) => ({ id: world.customerId, body: { channel: 'sms', purpose: 'marketing', state: 'granted', proof: { kind: 'call' } } }),
    answers: hidden('200'),
  },
  addMember: { given: (world) => ({ id: world.customerId, body: { memberId: world.customerId } }), answers: hidden('422 not_a_group') },
  endMembership: { given: (world) => ({ id: world.customerId }), answers: all('404 not_found') },
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
  listTouches: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  putRating: {
    given: () => ({ body: { externalId: 'r-1', customer: { externalId: 'C-1' }, score: 5, at: '2026-05-01T10:00:00Z' } }),
    answers: steering,
  },
  listRatings: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  putVisits: {
    given: () => ({
      body: { visits: [{ externalId: 'v', customer: { externalId: 'C-1' }, at: '2026-05-01T10:00:00Z', url: 'https://shop.example/' }] },
    }),
    answers: steering,
  },
  listVisits: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  customerTimeline: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  customerDensity: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
} satisfies Lines;
