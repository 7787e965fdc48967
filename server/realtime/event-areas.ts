import type { EventName } from '../contract/events.ts';
import type { Area } from '../contract/permissions.ts';

/** Single events that are of another area than those beside them. */
const single: { readonly [Name in EventName]?: Area } = {
  'customer.erasure_requested': 'privacy',
  'customer.erased': 'privacy',
  'customer.exported': 'privacy',
  'customer.held': 'privacy',
  'customer.released': 'privacy',
  'customer.unmasked': 'privacy',
  'call.listened': 'privacy',
  'value.settings_changed': 'settings',
};

/** What events are of, by the word before the dot; of the others, tickets. */
const areasByWord: Readonly<Record<string, Area>> = {
  customer: 'customers',
  contact_point: 'customers',
  consent: 'customers',
  membership: 'customers',
  value: 'value',
  order: 'trade',
  campaign: 'trade',
  rating: 'trade',
  page_visits: 'trade',
  segment: 'care',
  opportunity: 'care',
  follow_up: 'care',
  follow_up_batch: 'care',
  agent: 'queues',
  rehearsal: 'planning',
  item: 'intake',
  import: 'imports',
  duplicates: 'identity',
  retention: 'privacy',
  person: 'people',
  role: 'people',
  webhook: 'webhooks',
  policy: 'settings',
  calendar: 'settings',
  queue: 'settings',
  tier_rules: 'settings',
  tier_preview: 'settings',
  custom_field: 'settings',
  field_freshness: 'settings',
  match_rules: 'settings',
  service_targets: 'settings',
  follow_up_rule: 'settings',
  ticket_field: 'settings',
  ticket_taxonomy: 'settings',
  configuration: 'settings',
  macro: 'settings',
};

/** Whose business an event is: who reads all of this area hears of it. */
export const areaOf = (name: EventName): Area => single[name] ?? areasByWord[name.slice(0, name.indexOf('.'))] ?? 'tickets';
