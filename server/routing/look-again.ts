import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';

const KEY = 'look-again';

/** By then time alone will have changed whom a task may be offered to. One timer for all nodes: an earlier one stays. */
export async function lookAgainAt(tx: Tx, at: Date): Promise<void> {
  const set = await tx.maybe(sql`select from graphile_worker.jobs where key = ${KEY} and locked_at is null and run_at <= ${at}`);
  if (!set) enqueue(tx, { job: 'look-again', payload: {}, at, key: KEY });
}

/** The time has come. Whoever looks sets the next one. */
export async function lookAgain(hub: Hub): Promise<void> {
  hub.wakeRouter();
}
