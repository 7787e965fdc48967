import type { DuplicateReason } from '../../contract/duplicates.ts';
import type { Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import type { JobRun } from '../../jobs/job-run.ts';

/** A look that broke so often will not succeed. */
const ATTEMPTS = 3;

/**
 * Look through the whole base for pairs that look like one customer. Only customers that share a key are ever compared, and
 * keys that many share say nothing: the cost grows with the number of customers, not with its square.
 */
export async function findDuplicates(hub: Hub, { runId }: { runId: string }, run: JobRun): Promise<void> {
  const begun = await hub.db.maybe(
    sql`update duplicate_runs set state = 'running' where id = ${runId} and state in ('queued', 'running') returning id`,
  );
  if (!begun) return;
  try {
    await hub.db.transact(async (tx) => {
      await prepare(tx);
      for (const [reason, pairs] of Object.entries(rules))
        await tx.all(sql`insert into pg_temp.found select one_id, other_id, ${reason} from (${pairs}) pair`);
      await keep(hub, tx, runId);
    });
  } catch (error) {
    if (run.signal.aborted || run.attempt < ATTEMPTS) throw error;
    hub.log.error({ err: error }, 'looking for duplicates failed');
    await hub.db.all(sql`update duplicate_runs set state = 'failed', ended_at = ${hub.clock.now()} where id = ${runId}`);
  }
}

/** How sure each reason makes, in percent; several add up as independent ones do. */
const strength: Record<DuplicateReason, number> = {
  same_name_birthday: 75,
  same_address: 70,
  same_number: 60,
  same_name_company: 60,
  same_name_city: 55,
  near_name_birthday: 45,
  look_alike: 45,
  same_name: 25,
};

/** What every customer is compared by, made once: names without spaces, signs and the order of their words; keys without zeros and signs. */
async function prepare(tx: Tx): Promise<void> {
  await tx.all(sql`create temp table found (one_id uuid, other_id uuid, reason text) on commit drop`);
  await tx.all(sql`
    create temp table keys on commit drop as
    select c.id, c.kind, c.birthday, nullif(lower(btrim(c.city)), '') as city, nullif(lower(btrim(c.company)), '') as company, (
        select nullif(string_agg(word, '' order by word), '') from regexp_split_to_table(lower(normalize(c.name, nfkc)), '[[:space:][:punct:]]+') word) as name,
      nullif(regexp_replace(regexp_replace(lower(c.external_id), '[^a-z0-9]', '', 'g'), '(^|[a-z])0+([0-9])', '\\1\\2', 'g'), '') as number
    from customers c where c.merged_into_id is null`);
  await tx.all(sql`analyze pg_temp.keys`);
}

/** A key that more customers share than this says nothing about any two of them. */
const SHARED_BY = 12;

/** Pairs of customers with the same key. */
const sharing = (key: Sql, given: Sql): Sql => sql`
  select least(a.id, b.id) as one_id, greatest(a.id, b.id) as other_id
  from (select kind, ${key}, array_agg(id) as ids from pg_temp.keys where ${given} group by kind, ${key} having count(*) between 2 and ${SHARED_BY}) block,
    unnest(block.ids) a(id), unnest(block.ids) b(id) where a.id < b.id`;

const rules: Record<DuplicateReason, Sql> = {
  same_name_birthday: sharing(sql`name, birthday`, sql`name is not null and birthday is not null`),
  same_name_company: sharing(sql`name, company`, sql`name is not null and company is not null`),
  same_name_city: sharing(sql`name, city`, sql`name is not null and city is not null`),
  same_number: sharing(sql`number`, sql`number is not null`),
  same_name: sharing(sql`name`, sql`char_length(name) > 2`),
  near_name_birthday: near(),
  same_address: claiming(sql`l.contact_point_id`, sql`p.shared_since is null`),
  look_alike: claiming(sql`p.kind, p.skeleton`, sql`p.skeleton is not null and p.shared_since is null`),
};

/** Born on one day, with names that begin alike: in Latin letters by trigrams, in Chinese all characters but one in their place. */
function near(): Sql {
  const different = sql`a.name <> b.name`;
  const latin = sql`similarity(a.name, b.name) >= 0.4`;
  const chinese = sql`(a.name ~ '[\u4e00-\u9fff]' and char_length(a.name) = char_length(b.name) and char_length(a.name) > 2 and (
    select count(*) from generate_series(1, char_length(a.name)) place where substr(a.name, place, 1) <> substr(b.name, place, 1)) = 1)`;
  return sql`
    select least(a.id, b.id) as one_id, greatest(a.id, b.id) as other_id
    from pg_temp.keys a join pg_temp.keys b on b.birthday = a.birthday and left(b.name, 1) = left(a.name, 1) and b.kind = a.kind and a.id < b.id
    where ${different} and (${latin} or ${chinese})`;
}

/** Customers who are linked to one address, or to addresses that look like one. */
function claiming(key: Sql, given: Sql): Sql {
  return sql`
    select least(a.id, b.id) as one_id, greatest(a.id, b.id) as other_id
    from (
      select array_agg(distinct coalesce(c.merged_into_id, c.id)) as ids
      from contact_point_links l join contact_points p on p.id = l.contact_point_id join customers c on c.id = l.customer_id
      where l.ended_at is null and ${given} group by ${key} having count(distinct coalesce(c.merged_into_id, c.id)) between 2 and ${SHARED_BY}
    ) block, unnest(block.ids) a(id), unnest(block.ids) b(id) where a.id < b.id`;
}

/** Each pair once with all its reasons, without those who are known to be different; what an earlier look found goes. */
async function keep(hub: Hub, tx: Tx, runId: string): Promise<void> {
  const weights = Object.entries(strength).map(([reason, percent]) => sql`when ${reason} then ${percent / 100}::float`);
  const kept = await tx.all(sql`
    insert into duplicate_pairs (run_id, one_id, other_id, score, reasons)
    select ${runId}, pair.one_id, pair.other_id, round(100 * (1 - pair.doubt))::int, pair.reasons from (
      select f.one_id, f.other_id, array_agg(f.reason order by case f.reason ${weights.reduce((all, one) => sql`${all} ${one}`, sql``)} end desc) as reasons,
        exp(sum(ln(1 - case f.reason ${weights.reduce((all, one) => sql`${all} ${one}`, sql``)} end))) as doubt
      from (select distinct * from pg_temp.found) f group by f.one_id, f.other_id
    ) pair join customers one on one.id = pair.one_id join customers other on other.id = pair.other_id and other.kind = one.kind
    where not exists (
      select from aparts x join customers p on p.id = x.one_id join customers q on q.id = x.other_id
      where (coalesce(p.merged_into_id, p.id), coalesce(q.merged_into_id, q.id)) in ((pair.one_id, pair.other_id), (pair.other_id, pair.one_id)))
    returning 1 as one`);
  tx.write(sql`delete from duplicate_pairs where run_id <> ${runId}`);
  tx.write(sql`
    update duplicate_runs set state = 'done', ended_at = ${hub.clock.now()}, pairs = ${kept.length}::int, customers = (select count(*)::int from pg_temp.keys) where id = ${runId}`);
  record(hub, tx, { name: 'duplicates.found', actor: theHub, data: { runId, pairs: kept.length } });
}
