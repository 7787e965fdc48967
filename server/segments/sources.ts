import type { Channel } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';

/** Where a field's value comes from, for the head `c` of a family of records. */
export interface Source {
  /** The value itself. */
  readonly read: Sql;
  /** That the value passes a test: written so that the planner can begin with those who pass. */
  holds(test: (value: Sql) => Sql): Sql;
}

export const column = (read: Sql): Source => ({ read, holds: (test) => test(read) });

export const valueColumn = (name: Sql): Source => ({
  read: sql`(select ${name} from customer_values v where v.customer_id = c.id)`,
  holds: (test) => sql`exists (select from customer_values v where v.customer_id = c.id and ${test(name)})`,
});

/** All records that are this customer. `customer_family` says the same, but is not looked through by the planner here. */
const family = sql`(select c.id as id union all select m.id from customers m where m.merged_into_id = c.id) record`;

export const openTickets = column(sql`(
  select count(*) from ${family} join tickets t on t.customer_id = record.id where t.status in ('new', 'open', 'pending', 'on_hold'))`);

export const lastContact = column(sql`(
  select max(last.at) from ${family}, lateral (
    select e.at from entries e where e.customer_id = record.id and e.kind <> 'note' order by e.at desc, e.id desc limit 1) last)`);

/** Their newest statement: granted, withdrawn, or none. */
export const consentState = (channel: Channel, purpose: string): Source =>
  column(sql`coalesce((
    select s.state from ${family} join consents s on s.customer_id = record.id
    where s.channel = ${channel}::channel and s.purpose = ${purpose} order by s.at desc, s.state desc, s.id desc limit 1), 'none')`);

/** Companies and households they belong to now, as the heads of their records. */
export const groups: Source = {
  read: sql`(select jsonb_agg(distinct coalesce(g.merged_into_id, g.id)) from ${family}
    join memberships m on m.member_id = record.id and m.ended_at is null join customers g on g.id = m.group_id)`,
  holds: (test) => sql`exists (select from ${family} join memberships m on m.member_id = record.id and m.ended_at is null
    join customers g on g.id = m.group_id where ${test(sql`coalesce(g.merged_into_id, g.id)`)})`,
};

/** A value of the installation's own fields, as the kind of its definition. */
export const ownField = {
  text: (key: string): Source => column(sql`(c.fields ->> ${key}::text)`),
  list: (key: string): Source => column(sql`(c.fields -> ${key}::text)`),
  number: (key: string): Source =>
    column(sql`(case when jsonb_typeof(c.fields -> ${key}::text) = 'number' then (c.fields ->> ${key}::text)::numeric end)`),
  flag: (key: string): Source => column(sql`((c.fields -> ${key}::text) = 'true'::jsonb)`),
};
