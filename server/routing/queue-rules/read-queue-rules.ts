import { revisionOf } from '../../catalog/revision.ts';
import type { QueueRulesView } from '../../contract/configuration.ts';
import type { QueueRules } from '../../contract/routing-rules.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { ruleColumns } from './change-queue-rules.ts';

type Row = QueueRules & { id: string; skills: QueueRulesView['skills'] };

/** The rules of every queue, with the skills that play a part in it: asked for by an inbox, or held by a member. */
export async function readQueueRules(hub: Hub): Promise<QueueRulesView[]> {
  const rows = await hub.db.all<Row>(sql`
    select id, ${ruleColumns}, coalesce((
      select jsonb_agg(jsonb_build_object('skill', skill, 'level', level, 'holders', (
        select count(*) from queue_members m join agent_skills s using (agent_id) where m.queue_id = queues.id and s.skill = asked.skill and s.level >= asked.level
      )) order by skill) from (
        select skill, max(level) as level from (
          select key as skill, value::int as level from inboxes, jsonb_each_text(inboxes.skills) where inboxes.queue_id = queues.id
          union all
          select s.skill, 1 from queue_members m join agent_skills s using (agent_id) where m.queue_id = queues.id
        ) both_kinds group by skill) asked
    ), '[]') as skills
    from queues order by key`);
  return rows.map(({ id, skills, ...rules }) => ({ queueId: id, rules, revision: revisionOf(rules), skills }));
}

export async function readRulesOf(hub: Hub, queueId: string): Promise<QueueRulesView> {
  const found = (await readQueueRules(hub)).find((queue) => queue.queueId === queueId);
  if (!found) throw new HubError('not_found');
  return found;
}

/** Skills that have a name, that somebody holds, or that an inbox asks for. */
export async function knownSkills(db: Reader): Promise<ReadonlySet<string>> {
  const rows = await db.all<{ skill: string }>(sql`
    select key as skill from skills union select skill from agent_skills union select jsonb_object_keys(skills) from inboxes`);
  return new Set(rows.map(({ skill }) => skill));
}
