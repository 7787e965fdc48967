import { maySeeCustomer, type Viewer } from '../../auth/permissions.ts';
import type { ContactPointView } from '../../contract/entities.ts';
import { type Sql, sql } from '../../db/sql.ts';

/** After so long a silence nobody can be sure that an address still is whose it was: carriers hand numbers on. */
const SILENT_DAYS = 365;
/** What is looked at for it, newest entries of a record: whoever talked so much since is known again. */
const LOOKED_AT = 200;

/** What gives reason to doubt a link `l` of an address `p` to a customer. */
export const doubtColumns = (customerId: string, caller: Viewer): Sql =>
  sql`p.shared_since is not null as shared, ${looksLike(customerId, maySeeCustomer(caller, sql`c.id`))} as looks_like, ${returned} as returned`;

/** PostgreSQL writes times in JSON in its own way. */
export const presentGap = (gap: ContactPointView['returned']): ContactPointView['returned'] =>
  gap && { silentSince: new Date(gap.silentSince).toISOString(), at: new Date(gap.at).toISOString() };

/** The name under which it is kept that somebody has verified an address `p` anew. */
export const checkedAs = (point: Sql): Sql => sql`'contact_point.' || ${point}::text`;

/**
 * Of a standing link `l` of an address `p`: when it spoke again after a long silence, and since when it had been silent,
 * unless somebody has found since that it still is theirs. Null: nothing to doubt.
 */
const returned: Sql = sql`(
  select jsonb_build_object('silentSince', gap.before, 'at', gap.at) from (
    select said.at, coalesce(lag(said.at) over (order by said.at), l.created_at) as before from (
      select e.at, e.conversation_id from entries e where e.customer_id = l.customer_id and e.kind in ('inbound', 'call') order by e.at desc, e.id desc limit ${LOOKED_AT}
    ) said join conversations v on v.id = said.conversation_id where v.contact_point_id = p.id
  ) gap
  where l.ended_at is null and l.evidence <> 'claimed' and gap.at - gap.before > make_interval(days => ${SILENT_DAYS})
    and gap.at > coalesce((select at from field_checks where customer_id = l.customer_id and field = ${checkedAs(sql`p.id`)}), l.created_at)
  order by gap.at desc limit 1)`;

/** Of an address `p` of a customer: another customer's that looks the same to the eye. */
const looksLike = (customerId: string, mayBeSeen: Sql): Sql => sql`(
  select jsonb_build_object('value', case when ${mayBeSeen} then other.value end,
    'customer', case when ${mayBeSeen} then jsonb_build_object('id', c.id, 'name', c.name) end)
  from contact_points other join contact_point_links owned on owned.contact_point_id = other.id and owned.ended_at is null and owned.evidence <> 'claimed'
  join customers record on record.id = owned.customer_id join customers c on c.id = coalesce(record.merged_into_id, record.id)
  where other.kind = p.kind and other.skeleton = p.skeleton and other.value <> p.value and owned.customer_id not in (select customer_family(${customerId}))
  order by owned.created_at limit 1)`;
