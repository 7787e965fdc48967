import { configuring, type Lines, steered, steering } from './line.ts';

/** Who may do what about: the house’s own rules. */
export const settingLines = {
  listPolicies: { answers: steering },
  previewPolicy: { given: () => ({ body: { draft: {} } }), answers: steering },
  savePolicy: { given: () => ({ body: { basedOn: 0, draft: {} } }), answers: configuring('422 invalid_settings') },
  routingFindings: { answers: steering },
  listCalendars: { answers: steering },
  previewCalendar: { given: () => ({ body: { draft: {} } }), answers: steering },
  createCalendar: { given: () => ({ body: { draft: {} } }), answers: configuring('422 invalid_settings') },
  changeCalendar: {
    given: (world) => ({ id: world.ticketId, body: { revision: '', draft: {} } }),
    answers: configuring('422 invalid_settings'),
  },
  deleteCalendar: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  listHolidays: { given: () => ({ query: { country: 'CN', year: 2026 } }), answers: steering },
  listHolidayPlaces: { answers: steering },
  listQueueRules: { answers: steering },
  changeQueueRules: {
    given: (world) => ({ id: world.test.queueId, body: { revision: '', rules: {} } }),
    answers: configuring('422 invalid_settings'),
  },
  readSettings: { given: () => ({ query: { part: 'queues' } }), answers: steering },
  previewSettings: { given: () => ({ body: { part: 'skills', draft: [] } }), answers: steering },
  saveSettings: { given: () => ({ body: { part: 'skills', revision: '', draft: [] } }), answers: configuring('409 changed_meanwhile') },
  settingsChanges: { answers: steering },
  previewRestore: { given: (world) => ({ id: world.taskId }), answers: steered('404 not_found') },
  exportSettings: { answers: steering },
  previewSettingsImport: { given: () => ({ body: { document: {} } }), answers: configuring('422 invalid_settings') },
  importSettings: { given: () => ({ body: { revision: '', document: {} } }), answers: configuring('422 invalid_settings') },
  undoSettingsImport: { given: (world) => ({ id: world.taskId }), answers: configuring('404 not_found') },
  listWebhooks: { answers: configuring('200') },
  createWebhook: {
    given: () => ({ body: { label: 'Shop', url: 'https://10.0.0.1/', events: [] } }),
    answers: configuring('422 webhook_url_refused'),
  },
  changeWebhook: {
    given: (world) => ({ id: world.ticketId, body: { label: 'Shop', url: 'https://shop.invalid/', events: [] } }),
    answers: configuring('404 not_found'),
  },
  deleteWebhook: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  pauseWebhook: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  resumeWebhook: { given: (world) => ({ id: world.ticketId, body: {} }), answers: configuring('404 not_found') },
  replayWebhook: { given: (world) => ({ id: world.ticketId, body: { fromEventId: 1 } }), answers: configuring('404 not_found') },
  testWebhook: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  listWebhookDeliveries: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
  retryWebhookDelivery: { given: (world) => ({ id: world.ticketId }), answers: configuring('404 not_found') },
} satisfies Lines;
