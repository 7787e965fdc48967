import { all, both, configuring, hidden, type Lines, steered, steering } from './line.ts';

const aYear = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
const aRule = { label: both, afterDays: 3, text: both };

/** Who may do what about: getting in touch, selling, and what of a person is kept. */
export const relationLines = {
  segmentFields: { answers: all('200') },
  listSegments: { answers: all('200') },
  createSegment: {
    given: () => ({ body: { name: 'Gold', filter: { all: [{ field: 'tier', is: 'is', value: 'gold' }] } } }),
    answers: all('200'),
  },
  changeSegment: { given: (world) => ({ id: world.taskId, body: { name: 'Gold', filter: { all: [] } } }), answers: all('404 not_found') },
  removeSegment: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  countSegment: { given: () => ({ body: { filter: { all: [] } } }), answers: all('200') },
  segmentCustomers: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  readPortfolio: { answers: steering },
  portfolioCustomers: { answers: steering },
  readMigration: { given: () => ({ query: aYear }), answers: steering },
  migrationCustomers: { given: () => ({ query: { ...aYear, toTier: 'gold' } }), answers: steering },
  listOpportunities: { answers: all('200') },
  opportunityTotals: { answers: all('200') },
  createOpportunity: { given: (world) => ({ body: { customerId: world.customerId, title: 'Boiler' } }), answers: hidden('200') },
  changeOpportunity: { given: (world) => ({ id: world.taskId, body: {} }), answers: all('404 not_found') },
  listFollowUps: { answers: all('200') },
  dueCounts: { given: () => ({ query: { today: aYear.from } }), answers: all('200') },
  createFollowUp: { given: (world) => ({ body: { customerId: world.customerId, text: 'ring', dueAt: aYear.to } }), answers: hidden('200') },
  changeFollowUp: { given: (world) => ({ id: world.taskId, body: {} }), answers: all('404 not_found') },
  finishFollowUp: { given: (world) => ({ id: world.taskId, body: { outcome: 'reached' } }), answers: all('404 not_found') },
  reopenFollowUp: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  customerCare: { given: (world) => ({ id: world.customerId }), answers: hidden('200') },
  listFollowUpRules: { answers: steering },
  createFollowUpRule: { given: () => ({ body: { ...aRule, trigger: 'silent' } }), answers: configuring('200') },
  changeFollowUpRule: { given: (world) => ({ id: world.taskId, body: aRule }), answers: configuring('404 not_found') },
  endFollowUpRule: { given: (world) => ({ id: world.taskId }), answers: configuring('404 not_found') },
  startBatch: {
    given: (world) => ({ body: { segmentId: world.taskId, text: 'news', dueAt: aYear.to } }),
    answers: steered('404 not_found'),
  },
  readBatch: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  undoBatch: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  readPrivacy: { given: (world) => ({ id: world.customerId }), answers: steering },
  holdCustomer: { given: (world) => ({ id: world.ticketId, body: { reason: 'court case' } }), answers: configuring('404 not_found') },
  liftHold: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  previewErasure: { given: (world) => ({ id: world.customerId }), answers: configuring('200') },
  eraseCustomer: {
    given: (world) => ({ id: world.customerId, body: { reason: 'asked for it', revision: '' } }),
    answers: configuring('409 changed_meanwhile'),
  },
  listErasures: { answers: configuring('200') },
  listRetention: { answers: configuring('200') },
  previewRetention: { given: () => ({ query: { kind: 'page_visits', days: 30 } }), answers: configuring('200') },
  saveRetention: { given: () => ({ body: { kind: 'page_visits', days: 365 } }), answers: configuring('200') },
} satisfies Lines;
