import type { Place } from './place.ts';
import { peoplePlaces } from './places-of-people.ts';
import { tradePlaces } from './places-of-trade.ts';
import { saidPlaces } from './places-of-what-was-said.ts';

/** Where a person's data stands: read by the export of a person's data as by its erasure, in this order. */
export const places: readonly Place[] = [...saidPlaces, ...tradePlaces, ...peoplePlaces];

/** Tables that hold nothing of a customer beyond ids: configuration, staff, work and its bookkeeping. A test knows of no third kind. */
export const impersonalTables: readonly string[] = [
  'agents',
  'agent_skills',
  'roles',
  'agent_capacities',
  'sessions',
  'api_tokens',
  'sign_in_attempts',
  'hub_nodes',
  'presences',
  // Packets between nodes on their way: gone within a minute.
  'socket_io_attachments',
  'tiers',
  'skills',
  'installations',
  // What was configured, and by whom.
  'configuration_states',
  'configuration_changes',
  'queues',
  'queue_members',
  'policies',
  'calendars',
  'inboxes',
  'mailbox_cursors',
  'dispositions',
  'macros',
  'custom_fields',
  'field_freshness',
  'campaigns',
  'match_rules',
  'service_targets',
  'ticket_taxonomies',
  'ticket_fields',
  'ticket_views',
  'ticket_columns',
  // Ids of tickets and what their status, queue or assignee was.
  'bulk_runs',
  'bulk_items',
  'value_settings',
  'value_models',
  'value_sweeps',
  'tier_rules',
  'tier_previews',
  'segments',
  'follow_up_rules',
  'follow_up_batches',
  'import_runs',
  'duplicate_runs',
  'search_progress',
  'webhook_targets',
  // Ids of events; what is told is made from the event when it is sent.
  'webhook_deliveries',
  'retention_rules',
  // That somebody was erased, by id, and why; never who.
  'erasures',
  'ticket_watchers',
  'ticket_links',
  // Ids of what went from ticket to ticket, and their states.
  'ticket_moves',
  // What a trigger has left of the fields of a ticket: gone with them.
  'ticket_marks',
  // Ids of who handed which task to whom; what was noted is an entry.
  'handovers',
  'reservations',
  'decisions',
  // Arrivals have a time, a queue and a tier, and no caller.
  'rehearsals',
];
