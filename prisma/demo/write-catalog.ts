import { randomUUID } from 'node:crypto';
import type { Tx } from '../../server/db/database.ts';
import { json, sql } from '../../server/db/sql.ts';
import { shanghaiOffice } from './calendar.ts';
import { dispositions, type InboxKey, inboxes, promises, queues, serviceRules, tiers } from './catalog.ts';
import type { SeededInbox } from './history/scene.ts';
import type { HiredColleague } from './people.ts';
import { capacity } from './staff.ts';
import { toJson } from './to-json.ts';

/** Write what an installation is configured with, and who serves in it. Returns the inboxes by their keys. */
export function writeCatalog(tx: Tx, colleagues: readonly HiredColleague[], now: Date): ReadonlyMap<InboxKey, SeededInbox> {
  const ids = new Map(queues.map(({ key }) => [key, randomUUID()] as const));
  const idOf = (queue: (typeof queues)[number]['key']): string => ids.get(queue) ?? '';
  tx.write(sql`insert into tiers (key, rank, label) select key, rank, label from jsonb_populate_recordset(null::tiers, ${toJson(tiers)})`);
  tx.write(sql`
    insert into dispositions (code, label, rank)
    select code, label, rank from jsonb_populate_recordset(null::dispositions, ${toJson(dispositions.map((row, rank) => ({ ...row, rank })))})`);
  tx.write(sql`insert into policies (preset, promises, created_at) values ('promise', ${json(promises)}, ${now})`);
  tx.write(
    sql`insert into service_targets (rules, warn_share, paused_by, created_at) values (${json(serviceRules)}, 0.8, ${['pending']}, ${now})`,
  );
  const calendarId = randomUUID();
  tx.write(sql`
    insert into calendars (id, label, time_zone, hours, holidays, overrides)
    select id, label, time_zone, hours, holidays, overrides from jsonb_populate_recordset(null::calendars, ${toJson([{ ...shanghaiOffice, id: calendarId }])})`);
  const rows = queues.map((queue) => ({
    overflow: {},
    ...queue,
    id: idOf(queue.key),
    calendarId: queue.workingTime.length > 0 ? calendarId : null,
  }));
  tx.write(sql`
    insert into queues (id, key, label, offer_seconds, wrap_up_seconds, calendar_id, working_time, relaxation, preferred_share, overflow)
    select id, key, label, offer_seconds, wrap_up_seconds, calendar_id, working_time, relaxation, preferred_share, overflow
    from jsonb_populate_recordset(null::queues, ${toJson(rows)})`);
  const seeded = inboxes.map((inbox) => ({ ...inbox, id: randomUUID(), queueId: idOf(inbox.queue) }));
  tx.write(sql`
    insert into inboxes (id, channel, address, label, queue_id, language, skills, greeting, signature, recording)
    select id, channel, address, label, queue_id, language, skills, greeting, signature, recording from jsonb_populate_recordset(null::inboxes, ${toJson(seeded)})`);
  writeColleagues(tx, colleagues, now, idOf);
  return new Map(seeded.map((inbox) => [inbox.key, inbox]));
}

function writeColleagues(
  tx: Tx,
  colleagues: readonly HiredColleague[],
  now: Date,
  idOf: (queue: HiredColleague['queues'][number]) => string,
): void {
  const agents = colleagues.map((colleague) => ({ ...colleague, phoneAddress: `client:${colleague.key}`, now }));
  tx.write(sql`
    insert into agents (id, email, name, role, language, password_hash, phone_address, status_since, idle_since, created_at)
    select id, email, name, role, language, password_hash, phone_address, ${now}, ${now}, ${now} from jsonb_populate_recordset(null::agents, ${toJson(agents)})`);
  const skills = colleagues.flatMap((agent) => Object.entries(agent.skills).map(([skill, level]) => ({ agentId: agent.id, skill, level })));
  tx.write(sql`
    insert into agent_skills (agent_id, skill, level)
    select agent_id, skill, level from jsonb_populate_recordset(null::agent_skills, ${toJson(skills)})`);
  const serving = colleagues.filter(({ queues: served }) => served.length > 0);
  const limits = serving.flatMap(({ id }) => Object.entries(capacity).map(([channel, limit]) => ({ agentId: id, channel, limit })));
  tx.write(sql`
    insert into agent_capacities (agent_id, channel, "limit")
    select agent_id, channel, "limit" from jsonb_populate_recordset(null::agent_capacities, ${toJson(limits)})`);
  const members = serving.flatMap(({ id, queues: served }) => served.map((queue) => ({ queueId: idOf(queue), agentId: id })));
  tx.write(sql`
    insert into queue_members (queue_id, agent_id)
    select queue_id, agent_id from jsonb_populate_recordset(null::queue_members, ${toJson(members)})`);
}
