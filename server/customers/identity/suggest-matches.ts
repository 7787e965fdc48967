import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import { type Match, type MatchRules, matchReasons } from '../../contract/identity.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { readStrips } from '../present-customer.ts';

/** More than this is no suggestion but a list. */
const MOST = 10;

interface Found {
  id: string;
  why: Match['why'];
}

/**
 * Customers who may be the same as this one, the likeliest first; those known to be others are left out, and those this person may not see. Each rule is an
 * index probe from what is known of this customer. Nothing is ever linked by these: they are asked.
 */
export async function suggestMatches(db: Reader, rules: MatchRules, caller: Caller, customerId: string): Promise<Match[]> {
  const wanted = Object.entries(rules).flatMap(([rule, strength]) => (strength === 'off' ? [] : [rule]));
  const found = await db.all<Found>(sql`
    with own as (select c.* from customers c where c.id in (select customer_family(${customerId}))),
    address as (select l.contact_point_id, l.evidence from contact_point_links l join own on own.id = l.customer_id where l.ended_at is null),
    hint as (
      select l.customer_id as id, 'claimed_address' as why from address a join contact_point_links l on l.contact_point_id = a.contact_point_id
      join contact_points p on p.id = l.contact_point_id and p.shared_since is null
      where l.ended_at is null and (l.evidence = 'claimed') <> (a.evidence = 'claimed')
      union select guest.customer_id, 'signed_identity' from contact_point_links signed join contact_point_links guest on guest.contact_point_id = signed.contact_point_id
      join customers g on g.id = guest.customer_id and g.external_id is null
      where signed.customer_id in (select id from own) and signed.evidence = 'signed_identity' and signed.ended_at is null and guest.evidence = 'first_contact'
      union select c.id, 'same_birthday' from own join customers c on lower(c.name) = lower(own.name) and c.birthday = own.birthday
      union select c.id, 'same_name' from own join customers c on lower(c.name) = lower(own.name)
    ),
    heads as (
      select coalesce(c.merged_into_id, c.id) as id, hint.why from hint join customers c on c.id = hint.id
      where hint.why = any(${wanted}) and c.id not in (select id from own) and not exists (
        select from aparts a where (a.one_id in (select id from own) and a.other_id = c.id) or (a.other_id in (select id from own) and a.one_id = c.id))
        and ${maySeeCustomer(caller, sql`c.id`)}
    )
    select id, why from (
      select id, case when bool_or(why = 'signed_identity') then 'signed_identity' when bool_or(why = 'claimed_address') then 'claimed_address' when bool_or(why = 'same_birthday') then 'same_birthday' else 'same_name' end as why
      from heads group by id
    ) strongest order by array_position(${[...matchReasons]}::text[], why), id limit ${MOST}`);
  const strips = new Map((await readStrips(db, sql`c.id = any(${found.map(({ id }) => id)}::uuid[])`)).map((strip) => [strip.id, strip]));
  return found.flatMap(({ id, why }) => {
    const customer = strips.get(id);
    return customer ? [{ customer, why }] : [];
  });
}
