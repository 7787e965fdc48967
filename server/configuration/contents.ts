import { shippedBars } from '../contract/routing-rules.ts';
import type { InstallationPart, PartKey } from '../contract/settings.ts';
import { json, type Sql, sql } from '../db/sql.ts';

const unnamed: InstallationPart = { name: { en: 'Touchline', 'zh-CN': 'Touchline' }, timeZone: 'UTC', language: 'en' };

/**
 * Each part as it stands, said by the database in one jsonb, always in the same order: what is read, compared, kept in the
 * history and exported is this and nothing else.
 */
export const contents: Readonly<Record<PartKey, Sql>> = {
  // Until somebody names it, it has the product’s name.
  installation: sql`coalesce((select jsonb_build_object('name', name, 'timeZone', time_zone, 'language', language) from installations),
    ${json(unnamed)}::jsonb)`,

  roles: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'label', label, 'base', base, 'rights', rights, 'masked', masked)
      order by created_at, id), '[]') from roles)`,

  tiers: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'mark', mark) order by rank desc), '[]') from tiers)`,

  // Somebody may hold a skill, or an inbox ask for it, that nobody has given a name yet.
  skills: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label) order by rank nulls last, key), '[]') from (
      select key, label, rank from skills
      union all
      select key, jsonb_build_object('en', key, 'zh-CN', key), null from (
        select skill as key from agent_skills union select jsonb_object_keys(skills) from inboxes
      ) used where key not in (select key from skills)) known)`,

  calendars: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'label', label, 'timeZone', time_zone, 'hours', hours, 'holidays', holidays,
      'overrides', overrides) order by label ->> 'en', id), '[]') from calendars)`,

  queues: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'key', key, 'label', label, 'dispositionRequired', disposition_required,
      'retired', retired_at is not null, 'successorId', successor_id, 'offerSeconds', offer_seconds, 'wrapUpSeconds', wrap_up_seconds,
      'missedOffersLimit', missed_offers_limit, 'coolDownSeconds', cool_down_seconds, 'calendarId', calendar_id, 'workingTime', working_time,
      'relaxation', relaxation, 'preferredShare', preferred_share, 'preferredUnskilled', preferred_unskilled,
      'overflow', '{"before": [], "after": [], "chatUrl": null}'::jsonb || overflow) order by rank, key), '[]') from queues)`,

  inboxes: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'channel', channel, 'address', address, 'label', label, 'queueId', queue_id,
      'language', language, 'skills', skills, 'greeting', greeting, 'signature', signature, 'recording', recording) order by channel, address), '[]') from inboxes)`,

  people: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('email', a.email, 'name', a.name, 'role', case when a.role_id is null then a.role::text end,
      'roleId', a.role_id, 'phoneAddress', a.phone_address,
      'queueIds', (select coalesce(jsonb_agg(m.queue_id order by m.queue_id), '[]') from queue_members m where m.agent_id = a.id),
      'skills', (select coalesce(jsonb_object_agg(s.skill, s.level), '{}') from agent_skills s where s.agent_id = a.id),
      'capacity', (select coalesce(jsonb_object_agg(c.channel, c."limit"), '{}') from agent_capacities c where c.agent_id = a.id)) order by a.email), '[]')
    from agents a where a.deactivated_at is null)`,

  dispositions: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('code', code, 'label', label, 'queueIds', queue_ids, 'channels', channels,
      'retired', retired_at is not null) order by rank, code), '[]') from dispositions)`,

  policy: sql`(
    select jsonb_build_object('preset', preset, 'promises', promises, 'queuePromises', queue_promises, 'lines', lines,
      'bars', coalesce(bars, ${json(shippedBars)}::jsonb))
    from policies order by version desc limit 1)`,

  service_targets: sql`(
    select jsonb_build_object('rules', rules, 'warnShare', warn_share, 'pausedBy', paused_by) from service_targets order by version desc limit 1)`,

  customer_fields: sql`(select jsonb_build_object(
    'fields', (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'type', type, 'options', options, 'rules', rules,
      'readRole', read_role, 'writeRole', write_role, 'readBy', read_by, 'writeBy', write_by, 'searchable', searchable, 'rank', rank, 'retired', retired_at is not null)
      order by rank, key), '[]') from custom_fields),
    'freshness', (select coalesce(jsonb_agg(jsonb_build_object('field', field, 'staleDays', stale_days, 'refreshBy', refresh_by) order by field), '[]')
      from field_freshness)))`,

  ticket_fields: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'type', type, 'options', options, 'rules', rules,
      'readRole', read_role, 'writeRole', write_role, 'readBy', read_by, 'writeBy', write_by, 'kinds', kinds, 'rank', rank, 'retired', retired_at is not null) order by rank, key), '[]')
    from ticket_fields)`,

  ticket_taxonomy: sql`(select taxonomy from ticket_taxonomies order by version desc limit 1)`,

  macros: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'text', text, 'actions', actions, 'channels', channels, 'roles', roles,
      'retired', retired_at is not null) order by position, id), '[]') from macros)`,

  tier_rules: sql`(select rules - 'note' from tier_rules order by version desc limit 1)`,

  value: sql`(select settings from value_settings order by version desc limit 1)`,

  match_rules: sql`(select coalesce(jsonb_object_agg(rule, strength), '{}') from match_rules)`,

  follow_up_rules: sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'label', label, 'trigger', trigger, 'afterDays', after_days, 'tiers', tiers,
      'text', text, 'purpose', purpose) order by created_at, id), '[]') from follow_up_rules where ended_at is null)`,

  retention: sql`(select coalesce(jsonb_object_agg(kind, days), '{}') from retention_rules)`,
};
