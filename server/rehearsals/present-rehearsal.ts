import type { RehearsalResult, RehearsalRow, RehearsalView } from '../contract/rehearsals.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';

type Row = Omit<RehearsalRow, 'createdAt' | 'endedAt' | 'createdBy'> & {
  createdAt: Date;
  endedAt: Date | null;
  createdById: string;
  creator: string;
};

const LISTED = 100;

export async function listRehearsals(hub: Hub): Promise<RehearsalRow[]> {
  return (await readRows(hub, sql`true order by r.created_at desc, r.id desc limit ${LISTED}`)).map(present);
}

/** Names of customers are looked up when it is shown: a result holds only ids, and whoever is forgotten is forgotten here, too. */
export async function readRehearsal(hub: Hub, id: string): Promise<RehearsalView> {
  const [row] = await readRows(hub, sql`r.id = ${id}`);
  if (!row) throw new HubError('not_found');
  const { result } = await hub.db.one<{ result: RehearsalResult | null }>(sql`select result from rehearsals where id = ${id}`);
  const { summary: _, ...view } = present(row);
  const [tickets, agents] = await Promise.all([readTickets(hub, result), readAgentNames(hub, result)]);
  return { ...view, result, tickets, agents };
}

const readRows = (hub: Hub, condition: Sql): Promise<Row[]> =>
  hub.db.all<Row>(sql`
    select r.id, r.name, r.created_at, r.created_by_id, a.name as creator, r.state, r.progress, r.request, r.error, r.ended_at, r.result -> 'summary' as summary
    from rehearsals r join agents a on a.id = r.created_by_id where ${condition}`);

const present = ({ createdById, creator, createdAt, endedAt, ...row }: Row): RehearsalRow => ({
  ...row,
  createdBy: { id: createdById, name: creator },
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

async function readTickets(hub: Hub, result: RehearsalResult | null): Promise<RehearsalView['tickets']> {
  const ids = [...(result?.longest ?? []).map(({ id }) => id), ...(result?.drift?.first ?? []).map(({ taskId }) => taskId)].filter(isId);
  if (ids.length === 0) return {};
  const rows = await hub.db.all<{ id: string; number: number; subject: string; customerName: string | null }>(sql`
    select t.id, ticket.number, ticket.subject, c.name as customer_name
    from tasks t join tickets ticket on ticket.id = t.ticket_id join customers record on record.id = t.customer_id join customers c on c.id = coalesce(record.merged_into_id, record.id) where t.id = any(${ids}::uuid[])`);
  return Object.fromEntries(rows.map(({ id, ...ticket }) => [id, ticket]));
}

async function readAgentNames(hub: Hub, result: RehearsalResult | null): Promise<RehearsalView['agents']> {
  const ids = (result?.drift?.first ?? []).flatMap(({ recorded, played }) => [recorded?.agentId ?? '', played?.agentId ?? '']).filter(isId);
  if (ids.length === 0) return {};
  const rows = await hub.db.all<{ id: string; name: string }>(sql`select id, name from agents where id = any(${ids}::uuid[])`);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
