import type { Access } from '../../../../server/contract/permissions.ts';
import type { PartKey } from '../../../../server/contract/settings.ts';

/** Parts in the order in which they are chosen from, each with the page on which it is changed. */
const pages: Readonly<Record<PartKey, string>> = {
  installation: '/settings/installation',
  roles: '/settings/roles',
  people: '/settings/people',
  tiers: '/settings/tier-names',
  skills: '/settings/skills',
  calendars: '/settings/calendars',
  queues: '/settings/queue-list',
  inboxes: '/settings/inboxes',
  dispositions: '/settings/dispositions',
  policy: '/settings/policy',
  service_targets: '/settings/service-targets',
  customer_fields: '/settings/customer-fields',
  ticket_fields: '/settings/ticket-fields',
  ticket_taxonomy: '/settings/ticket-taxonomy',
  macros: '/settings/macros',
  tier_rules: '/settings/tiers',
  value: '/settings/value',
  match_rules: '/settings/customer-fields',
  follow_up_rules: '/settings/follow-ups',
  retention: '/settings/privacy',
};

export const isPart = (text: string): text is PartKey => text in pages;
export const historyParts = Object.keys(pages).filter(isPart);
/** What it takes to change a part, beside the settings themselves. */
export const rightOfPart = (part: string): Access =>
  part === 'people' || part === 'roles' ? 'people.write' : part === 'retention' ? 'privacy.write' : 'settings.write';
export const pageOfPart = (part: string): string | undefined => (isPart(part) ? pages[part] : undefined);
