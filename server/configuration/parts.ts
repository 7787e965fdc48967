import type { PartKey } from '../contract/settings.ts';
import type { Part } from './part.ts';
import { calendars } from './parts/calendars.ts';
import { customerFields } from './parts/customer-fields.ts';
import { dispositions } from './parts/dispositions.ts';
import { followUpRules } from './parts/follow-up-rules.ts';
import { house } from './parts/house.ts';
import { inboxes } from './parts/inboxes.ts';
import { macros } from './parts/macros.ts';
import { people } from './parts/people.ts';
import { queues } from './parts/queues.ts';
import { roles } from './parts/roles.ts';
import { matchRules, policy, retention, serviceTargets, tierRules, value } from './parts/rules.ts';
import { skills } from './parts/skills.ts';
import { ticketFields, ticketTaxonomy } from './parts/tickets.ts';
import { tiers } from './parts/tiers.ts';

/** Everything that is configured, one entry a part; `partKeys` gives the order in which parts may speak of each other. */
export const parts: Readonly<Record<PartKey, Part>> = {
  installation: house,
  roles,
  tiers,
  skills,
  calendars,
  queues,
  inboxes,
  people,
  dispositions,
  policy,
  service_targets: serviceTargets,
  customer_fields: customerFields,
  ticket_fields: ticketFields,
  ticket_taxonomy: ticketTaxonomy,
  macros,
  tier_rules: tierRules,
  value,
  match_rules: matchRules,
  follow_up_rules: followUpRules,
  retention,
};
