import type { InboxAddress } from '../../channel-adapters/addresses.ts';
import type { FieldDefinition } from '../archive/custom-fields/field-definition.ts';
import { contents } from '../configuration/contents.ts';
import type { Freshness } from '../contract/archive-fields.ts';
import type { Label, Promises } from '../contract/entities.ts';
import { type MatchRules, shippedMatchRules } from '../contract/identity.ts';
import type { Overflow } from '../contract/overflow.ts';
import { type Bars, type CalendarDraft, type Lines, type QueueRules, shippedBars } from '../contract/routing-rules.ts';
import type { ServiceTargetsDraft } from '../contract/service-targets.ts';
import type { InstallationPart } from '../contract/settings.ts';
import type { Channel, Preset, TierMark } from '../contract/statuses.ts';
import type { Taxonomy } from '../contract/ticket-taxonomy.ts';
import type { Database, Reader } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import type { TicketFieldDefinition } from '../tickets/fields/ticket-field-definition.ts';
import { shippedTaxonomy, type TaxonomyRow } from '../tickets/taxonomy/shipped-taxonomy.ts';

export interface InboxRow extends InboxAddress {
  readonly label: Label;
  readonly queueId: string;
  readonly skills: Readonly<Record<string, number>>;
  /** What whoever writes first is told at once; empty: nothing. */
  readonly greeting: Label;
  /** What stands below every mail an agent writes. */
  readonly signature: Label;
}

export interface QueueRow extends QueueRules {
  readonly id: string;
  readonly key: string;
  readonly label: Label;
  /** Wrap-up ends with a disposition. */
  readonly dispositionRequired: boolean;
  /** Since when nothing new is to come into it. */
  readonly retiredAt: Date | null;
  readonly successorId: string | null;
  /** What happens instead of waiting; what was never set is as if empty. */
  readonly overflow: Partial<Overflow>;
  /** Skills that at least one member holds: only those are ever asked for on account of a language. */
  readonly heldSkills: readonly string[];
}

export interface CalendarRow extends CalendarDraft {
  readonly id: string;
}

export interface PolicyRow {
  readonly version: number;
  readonly preset: Preset | 'table';
  readonly promises: Promises;
  readonly queuePromises: Readonly<Record<string, Promises>>;
  readonly lines: Lines;
  readonly bars: Bars;
}

/** What tickets are promised; version 0 while nobody has set anything. */
export interface ServiceTargetsRow extends Pick<ServiceTargetsDraft, 'rules' | 'warnShare' | 'pausedBy'> {
  readonly version: number;
}

/** The configuration that decisions read: small, rarely changed, the same for everyone. */
export interface Catalog {
  readonly tiers: readonly { key: string; rank: number; label: Label; mark?: TierMark | null }[];
  readonly queues: readonly QueueRow[];
  readonly inboxes: readonly InboxRow[];
  readonly dispositions: readonly {
    code: string;
    label: Label;
    queueIds: readonly string[];
    channels: readonly Channel[];
    retired: boolean;
  }[];
  readonly skills: readonly { key: string; label: Label }[];
  readonly installation: InstallationPart;
  readonly calendars: readonly CalendarRow[];
  readonly policy: PolicyRow;
  /** Fields of the customer record that this installation adds, retired ones too. */
  readonly customFields: readonly FieldDefinition[];
  readonly freshness: readonly Freshness[];
  readonly matchRules: MatchRules;
  readonly serviceTargets: ServiceTargetsRow;
  /** What the follow-up rules in force wait for. */
  readonly followUpTriggers: readonly string[];
  /** Fields of tickets that this installation adds, retired ones too. */
  readonly ticketFields: readonly TicketFieldDefinition[];
  readonly taxonomy: TaxonomyRow;
}

export interface CatalogReader {
  current(): Promise<Catalog>;
  /** What was read last, at once. In a transaction only this: ten that wait for an eleventh connection wait for ever. */
  known(): Catalog;
  /** What was read is old: it is read anew at once. */
  forget(): void;
}

/** How long a node may go on with configuration that another node has changed (milliseconds). */
const FRESH_FOR = 2000;

export function catalogReader(db: Database): CatalogReader {
  let reading: Promise<Catalog> | undefined;
  let readAt = 0;
  let known: Catalog | undefined;
  let [begun, knownFrom] = [0, 0];
  const current = (): Promise<Catalog> => {
    if (!reading || Date.now() - readAt > FRESH_FOR) {
      readAt = Date.now();
      const number = ++begun;
      const mine: Promise<Catalog> = readCatalog(db).then(
        (catalog) => {
          // One that began before a change must not come after one that began later.
          if (number > knownFrom) [known, knownFrom] = [catalog, number];
          return catalog;
        },
        (error: unknown) => {
          if (reading === mine) reading = undefined;
          throw error;
        },
      );
      reading = mine;
    }
    return reading;
  };
  return {
    current,
    forget() {
      reading = undefined;
      // Who may only look at what is known sees it soon; whoever asks and cannot have it is told then.
      current().catch(() => {});
    },
    known() {
      if (!known) throw new Error('the catalog was never read');
      return known;
    },
  };
}

/** What a policy says that makes no exceptions. */
export const noExceptions = { queuePromises: {}, lines: {}, bars: shippedBars };

const defaultPolicy: PolicyRow = { version: 0, preset: 'promise', promises: {}, ...noExceptions };

export const noTargets: ServiceTargetsRow = { version: 0, rules: [], warnShare: 0.8, pausedBy: ['pending'] };

/** As it stands; what nobody but a change of it should need to wait for. */
export async function readCatalog(db: Reader): Promise<Catalog> {
  const [
    tiers,
    queues,
    inboxes,
    dispositions,
    calendars,
    policy,
    customFields,
    freshness,
    matchRules,
    serviceTargets,
    followUps,
    ticketFields,
    taxonomy,
    house,
  ] = await Promise.all([
    db.all<Catalog['tiers'][number]>(sql`select key, rank, label, mark from tiers order by rank desc`),
    db.all<QueueRow>(sql`
      select q.*, q.working_time::text[] as working_time, coalesce((
        select array_agg(distinct s.skill) from queue_members m join agent_skills s using (agent_id) where m.queue_id = q.id
      ), '{}') as held_skills
      from queues q order by q.rank, q.key`),
    db.all<InboxRow>(
      sql`select id, channel::text, address, language, label, queue_id, skills, greeting, signature from inboxes order by channel, address`,
    ),
    db.all<Catalog['dispositions'][number]>(sql`
      select code, label, queue_ids::text[] as queue_ids, channels::text[] as channels, retired_at is not null as retired from dispositions order by rank, code`),
    db.all<CalendarRow>(sql`select id, label, time_zone, hours, holidays, overrides from calendars order by label ->> 'en', id`),
    db.maybe<PolicyRow>(sql`
      select version, preset, promises, queue_promises, lines, coalesce(bars, ${json(shippedBars)}::jsonb) as bars
      from policies order by version desc limit 1`),
    db.all<FieldDefinition>(sql`
      select key, label, type, options, rules, read_role::text, write_role::text, read_by::text[] as read_by, write_by::text[] as write_by, searchable, rank, retired_at from custom_fields order by rank, key`),
    db.all<Freshness>(sql`select field, stale_days, refresh_by from field_freshness order by field`),
    db.one<{ rules: Partial<MatchRules> }>(sql`select coalesce(jsonb_object_agg(rule, strength), '{}') as rules from match_rules`),
    db.maybe<ServiceTargetsRow>(sql`select version, rules, warn_share, paused_by from service_targets order by version desc limit 1`),
    db.one<{ triggers: string[] }>(
      sql`select coalesce(array_agg(distinct trigger), '{}') as triggers from follow_up_rules where ended_at is null`,
    ),
    db.all<TicketFieldDefinition>(sql`
      select key, label, type, options, rules, read_role::text, write_role::text, read_by::text[] as read_by, write_by::text[] as write_by, false as searchable, kinds::text[] as kinds, rank, retired_at
      from ticket_fields order by rank, key`),
    db.maybe<{ version: number; taxonomy: Taxonomy }>(sql`select version, taxonomy from ticket_taxonomies order by version desc limit 1`),
    db.one<{ installation: InstallationPart; skills: Catalog['skills'][number][] }>(
      sql`select ${contents.installation} as installation, ${contents.skills} as skills`,
    ),
  ]);
  return {
    tiers,
    queues,
    inboxes,
    dispositions,
    calendars,
    policy: policy ?? defaultPolicy,
    customFields,
    freshness,
    serviceTargets: serviceTargets ?? noTargets,
    followUpTriggers: followUps.triggers,
    ...house,
    ticketFields,
    taxonomy: taxonomy ? { version: taxonomy.version, ...taxonomy.taxonomy } : shippedTaxonomy,
    matchRules: { ...shippedMatchRules, ...matchRules.rules },
  };
}

/** A promise nobody configured: long enough never to outrank one that somebody did (seconds). */
const UNPROMISED = 86_400;

/** Seconds promised in this queue to this tier on this channel. */
export const promiseOf = (policy: PolicyRow, { queueId, tier, channel }: { queueId: string; tier: string; channel: Channel }): number =>
  policy.queuePromises[queueId]?.[tier]?.[channel] ?? policy.promises[tier]?.[channel] ?? UNPROMISED;

/** Throws when the queue is gone: configuration is never deleted while something refers to it. */
export function queueOf(catalog: Catalog, queueId: string): QueueRow {
  const queue = catalog.queues.find((candidate) => candidate.id === queueId);
  if (!queue) throw new Error(`no queue ${queueId}`);
  return queue;
}
