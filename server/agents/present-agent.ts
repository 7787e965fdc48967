import type { AgentView } from '../contract/entities.ts';
import type { AgentStatus, Channel, Role } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

interface AgentRow {
  id: string;
  name: string;
  role: Role;
  status: AgentStatus;
  statusReason: string | null;
  statusSince: Date;
  present: boolean;
  queueIds: string[];
  skills: Record<string, number>;
  capacity: Partial<Record<Channel, number>>;
  holding: AgentView['holding'];
}

/** Agents `a` by a condition, as the API shows them. */
export async function readAgents(hub: Hub, condition: Sql): Promise<AgentView[]> {
  const rows = await hub.db.all<AgentRow>(sql`
    select a.id, a.name, a.role::text, a.status::text, a.status_reason, a.status_since,
      exists (select from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${hub.clock.now()})) as present,
      array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      coalesce((select jsonb_object_agg(channel, "limit") from agent_capacities where agent_id = a.id), '{}') as capacity,
      coalesce((select jsonb_agg(jsonb_build_object('taskId', t.id, 'channel', t.channel, 'state', t.state,
          'since', to_char(coalesce(t.wrapping_at, t.assigned_at, t.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by t.id)
        from tasks t where t.agent_id = a.id and t.state in ('reserved', 'assigned', 'wrapping')), '[]') as holding
    from agents a where ${condition} order by a.name`);
  return rows.map((row) => ({ ...row, statusSince: row.statusSince.toISOString() }));
}

export async function readAgent(hub: Hub, id: string): Promise<AgentView> {
  const [agent] = await readAgents(hub, sql`a.id = ${id}`);
  if (!agent) throw new Error(`no agent ${id}`);
  return agent;
}
