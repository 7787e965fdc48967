import type { Wait } from '../../../channel-adapters/channel-adapter.ts';
import { json, sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { policyFrom } from '../policy.ts';
import { type Estimate, estimateWait, type Waiter } from './estimate-wait.ts';
import { currentLine } from './read-line.ts';

interface WaitingRow extends Omit<Waiter, 'neededAt'> {
  taskId: string;
  sender: string;
  neededAt: Date;
}

/** How long those of these visitors who wait still wait: one question to the database for all of them. */
export async function waitOfVisitors(hub: Hub, inboxId: string, senders: readonly string[]): Promise<ReadonlyMap<string, Wait>> {
  const { policy, tiers } = await hub.catalog.current();
  const rows = await hub.db.all<WaitingRow>(sql`
    select t.id as task_id, p.value as sender, t.queue_id, t.tier, t.channel::text, t.skills, t.needed_at
    from contact_points p join conversations c on c.contact_point_id = p.id and c.inbox_id = ${inboxId}
    join tasks t on t.conversation_id = c.id and t.state in ('pending', 'reserved')
    where p.kind = 'chat_visitor' and p.value = any(${senders})`);
  if (rows.length === 0) return new Map();
  const [line, rules] = [await currentLine(hub), policyFrom(policy, tiers)];
  const told = rows.map((row) => ({ ...row, ...estimateWait(line, { ...row, neededAt: row.neededAt.getTime() }, rules) }));
  await remember(hub, told);
  return new Map(told.map(({ sender, position, wait }) => [sender, { position, seconds: wait }]));
}

/** The same place told again within a minute is not another promise. */
async function remember(hub: Hub, told: readonly (Estimate & { taskId: string })[]): Promise<void> {
  const now = hub.clock.now();
  const rows = told.flatMap(({ taskId, position, wait }) => (wait ? [{ taskId, position, ...wait }] : []));
  if (rows.length === 0) return;
  await hub.db.all(sql`
    insert into wait_estimates (task_id, at, position, p50, p90)
    select "taskId", ${now}, position, p50, p90 from json_to_recordset(${json(rows)}) as told ("taskId" uuid, position int, p50 int, p90 int)
    where not exists (
      select from wait_estimates e where e.task_id = told."taskId" and e.position = told.position and e.at > ${new Date(now.getTime() - 60_000)})`);
}
