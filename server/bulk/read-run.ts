import type { BulkAct, BulkRunView } from '../contract/ticket-bulk.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

export interface BulkRun {
  readonly id: string;
  readonly act: BulkAct;
  readonly state: BulkRunView['state'];
  readonly total: number;
  readonly done: number;
  readonly createdById: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** Throws `not_found`. */
export async function readRun(db: Reader, id: string): Promise<BulkRun> {
  const run = await db.maybe<BulkRun>(sql`select * from bulk_runs where id = ${id}`);
  if (!run) throw new HubError('not_found');
  return run;
}

/** A run is its author's own: throws `not_found` for anybody else. */
export async function readOwnRun(db: Reader, agentId: string, id: string): Promise<BulkRun> {
  const run = await readRun(db, id);
  if (run.createdById !== agentId) throw new HubError('not_found');
  return run;
}

const SHOWN = 100;

export async function presentRun(db: Reader, { id, act, state, total, done, createdAt, endedAt }: BulkRun): Promise<BulkRunView> {
  const [outcomes, failures] = await Promise.all([
    db.all<{ outcome: string; count: number }>(sql`
      select outcome, count(*) from bulk_items where run_id = ${id} and outcome is not null group by outcome`),
    db.all<BulkRunView['failures'][number]>(sql`
      select i.ticket_id, t.number, i.error_code as code from bulk_items i join tickets t on t.id = i.ticket_id
      where i.run_id = ${id} and i.error_code is not null order by i.position limit ${SHOWN}`),
  ]);
  const count = (outcome: string) => outcomes.find((one) => one.outcome === outcome)?.count ?? 0;
  const counts = { changed: count('changed'), same: count('same'), failed: count('failed'), undone: count('undone'), left: count('left') };
  return { id, act, state, total, done, counts, failures, createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
