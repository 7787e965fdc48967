import { z } from 'zod';
import type { DuplicatePairView, DuplicateReason, DuplicateRunView } from '../../contract/duplicates.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { readStrips } from '../present-customer.ts';

interface RunRow extends Omit<DuplicateRunView, 'requestedAt' | 'endedAt'> {
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
}

export async function readDuplicateRun(db: Reader, condition: Sql): Promise<DuplicateRunView | null> {
  const run = await db.maybe<RunRow>(
    sql`select id, state, requested_at, ended_at, customers, pairs from duplicate_runs where ${condition} order by requested_at desc, id desc limit 1`,
  );
  return run ? { ...run, requestedAt: run.requestedAt.toISOString(), endedAt: run.endedAt?.toISOString() ?? null } : null;
}

interface Pair {
  readonly oneId: string;
  readonly otherId: string;
  readonly score: number;
  readonly reasons: DuplicateReason[];
}

const Written = z.tuple([z.coerce.number().int(), z.uuid(), z.uuid()]);

/** Pairs of one look, the likeliest first; those merged or told apart since are left out. */
export async function listDuplicates(
  db: Reader,
  runId: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ pairs: DuplicatePairView[]; next: string | null }> {
  const from = cursor === undefined ? undefined : Written.safeParse(cursor.split('_'));
  if (from && !from.success) throw new HubError('bad_request', 'query.cursor: take it from the page before');
  const [score, one, other] = from?.data ?? [];
  const found = await db.all<Pair>(sql`
    select p.one_id, p.other_id, p.score, p.reasons from duplicate_pairs p
    join customers one on one.id = p.one_id and one.merged_into_id is null join customers other on other.id = p.other_id and other.merged_into_id is null
    where p.run_id = ${runId} ${score === undefined ? sql`` : sql`and (-p.score, p.one_id, p.other_id) > (${-score}::int, ${one}::uuid, ${other}::uuid)`}
      and not exists (select from aparts a where a.one_id = p.one_id and a.other_id = p.other_id)
    order by p.score desc, p.one_id, p.other_id limit ${limit + 1}`);
  const page = found.slice(0, limit);
  const sides = await readSides(db, [...new Set(page.flatMap(({ oneId, otherId }) => [oneId, otherId]))]);
  const pairs = page.flatMap(({ oneId, otherId, score, reasons }) => {
    const [one, other] = [sides.get(oneId), sides.get(otherId)];
    return one && other ? [{ one, other, score, reasons }] : [];
  });
  const last = page.at(-1);
  return { pairs, next: last && found.length > limit ? `${last.score}_${last.oneId}_${last.otherId}` : null };
}

async function readSides(db: Reader, ids: readonly string[]): Promise<Map<string, DuplicatePairView['one']>> {
  const [strips, details] = await Promise.all([
    readStrips(db, sql`c.id = any(${ids}::uuid[])`),
    db.all<Pick<DuplicatePairView['one'], 'id' | 'externalId' | 'city' | 'birthday' | 'addresses'>>(sql`
      select c.id, c.external_id, c.city, to_char(c.birthday, 'YYYY-MM-DD') as birthday, array(
        select p.value from contact_point_links l join contact_points p on p.id = l.contact_point_id
        where l.customer_id in (select customer_family(c.id)) and l.ended_at is null and p.kind <> 'chat_visitor' order by p.kind, p.value) as addresses
      from customers c where c.id = any(${ids}::uuid[])`),
  ]);
  const more = new Map(details.map((detail) => [detail.id, detail]));
  return new Map(
    strips.flatMap((strip) => {
      const detail = more.get(strip.id);
      return detail ? [[strip.id, { ...strip, ...detail }]] : [];
    }),
  );
}
