import { type RetentionKind, type RetentionRuleView, retentionKinds } from '../contract/privacy.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { countOverdue } from './apply-retention.ts';
import { planNight } from './plan-night.ts';

/** Keep things of a kind for so many days, or for ever. The same again changes nothing. */
export async function saveRetention(hub: Hub, agentId: string, kind: RetentionKind, days: number | null): Promise<void> {
  await hub.db.transact(async (tx) => {
    const changed = await tx.maybe(
      days === null
        ? sql`delete from retention_rules where kind = ${kind} returning kind`
        : sql`
          insert into retention_rules as r (kind, days, by_agent_id, updated_at) values (${kind}, ${days}, ${agentId}, ${hub.clock.now()})
          on conflict (kind) do update set days = excluded.days, by_agent_id = excluded.by_agent_id, updated_at = excluded.updated_at
          where r.days <> excluded.days returning kind`,
    );
    if (!changed) return;
    planNight(tx, hub.clock.now());
    record(hub, tx, { name: 'retention.changed', actor: agentActor(agentId), data: { kind, days } });
  });
}

/** A line for each kind, with what the next night takes away. */
export async function readRetention(hub: Hub): Promise<RetentionRuleView[]> {
  const saved = await hub.db.all<{ kind: string; days: number; updatedAt: Date; agentId: string; agentName: string }>(sql`
    select r.kind, r.days, r.updated_at, a.id as agent_id, a.name as agent_name from retention_rules r join agents a on a.id = r.by_agent_id`);
  const lines = retentionKinds.map(async (kind): Promise<RetentionRuleView> => {
    const rule = saved.find((one) => one.kind === kind);
    if (!rule) return { kind, days: null, by: null, updatedAt: null, due: 0 };
    const { days, agentId: id, agentName: name, updatedAt } = rule;
    return { kind, days, by: { id, name }, updatedAt: updatedAt.toISOString(), due: await countOverdue(hub, kind, days) };
  });
  return Promise.all(lines);
}
