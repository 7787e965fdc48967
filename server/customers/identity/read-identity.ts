import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import type { ContactPointEvidence, Identity, MergeView } from '../../contract/identity.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { doubtColumns, presentGap } from './doubts.ts';
import { suggestMatches } from './suggest-matches.ts';

/** How we know who this is. `customerId` may be any record of theirs. */
export async function readIdentity({ db, catalog }: Pick<Hub, 'db' | 'catalog'>, caller: Caller, customerId: string): Promise<Identity> {
  const { matchRules } = await catalog.current();
  const records = (await db.all<{ id: string }>(sql`select customer_family(${customerId}) as id`)).map(({ id }) => id);
  const [contactPoints, merges, apart, matches] = await Promise.all([
    readContactPoints(db, caller, records),
    readMerges(db, sql`m.merged_id = any(${records}::uuid[]) or m.kept_id = any(${records}::uuid[])`),
    readApart(db, caller, records),
    suggestMatches(db, matchRules, caller, customerId),
  ]);
  return { customerId: records[0] ?? customerId, records, contactPoints, merges, matches, apart };
}

interface Author {
  byId: string | null;
  byName: string | null;
}

const author = ({ byId, byName }: Author) => (byId ? { id: byId, name: byName ?? '' } : null);

async function readContactPoints(db: Reader, caller: Caller, records: readonly string[]): Promise<ContactPointEvidence[]> {
  const rows = await db.all<
    Pick<ContactPointEvidence, 'id' | 'kind' | 'value' | 'evidence' | 'recordId' | 'shared' | 'looksLike' | 'returned'> &
      Author & { since: Date; until: Date | null }
  >(sql`
    select p.id, p.kind::text, case when p.kind = 'chat_visitor' then left(p.value, 6) || '…' else p.value end as value, l.evidence::text,
      l.customer_id as record_id, a.id as by_id, a.name as by_name, l.created_at as since, l.ended_at as until,
      ${doubtColumns(records[0] ?? '', caller)}
    from contact_point_links l join contact_points p on p.id = l.contact_point_id left join agents a on a.id = l.by_agent_id
    where l.customer_id = any(${records}::uuid[]) order by l.ended_at is not null, p.kind, p.value, l.created_at`);
  return rows.map(({ byId, byName, since, until, returned, ...point }) => ({
    ...point,
    returned: presentGap(returned),
    by: author({ byId, byName }),
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
  }));
}

interface MergeRow extends Omit<MergeView, 'by' | 'at' | 'undone'>, Author {
  at: Date;
  undoneAt: Date | null;
  undoneById: string | null;
  undoneByName: string | null;
  undoReason: string | null;
}

async function readMerges(db: Reader, condition: Sql): Promise<MergeView[]> {
  const rows = await db.all<MergeRow>(sql`
    select m.id, m.merged_id, merged.name as merged_name, m.kept_id, kept.name as kept_name, m.reason, a.id as by_id, a.name as by_name, m.at,
      m.undone_at, u.id as undone_by_id, u.name as undone_by_name, m.undo_reason
    from merges m join customers merged on merged.id = m.merged_id join customers kept on kept.id = m.kept_id
    left join agents a on a.id = m.by_agent_id left join agents u on u.id = m.undone_by_id
    where ${condition} order by m.at desc, m.id desc`);
  return rows.map(({ byId, byName, at, undoneAt, undoneById, undoneByName, undoReason, ...merge }) => ({
    ...merge,
    by: author({ byId, byName }),
    at: at.toISOString(),
    undone: undoneAt && {
      at: undoneAt.toISOString(),
      by: author({ byId: undoneById, byName: undoneByName }),
      reason: undoReason ?? '',
    },
  }));
}

async function readApart(db: Reader, caller: Caller, records: readonly string[]): Promise<Identity['apart']> {
  const rows = await db.all<{ id: string; name: string | null; reason: string; at: Date } & Author>(sql`
    select c.id, c.name, p.reason, a.id as by_id, a.name as by_name, p.at
    from aparts p join customers c on c.id = case when p.one_id = any(${records}::uuid[]) then p.other_id else p.one_id end
    join agents a on a.id = p.by_agent_id
    where (p.one_id = any(${records}::uuid[]) or p.other_id = any(${records}::uuid[])) and ${maySeeCustomer(caller, sql`c.id`)} order by p.at desc`);
  return rows.map(({ id, name, reason, at, ...who }) => ({ customer: { id, name }, reason, by: author(who), at: at.toISOString() }));
}
