import { json, sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import { singleFlight } from '../events/single-flight.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { runWorker, type WorkerNews } from './run-worker.ts';

/** How often progress is written down and it is looked whether somebody canceled (milliseconds). */
const LOOK_EVERY = 1000;
/** A rehearsal that broke so often will not succeed. */
const ATTEMPTS = 3;

/**
 * Play a rehearsal in a thread of its own. Any node may do it, and begin again where another died: the result is written once,
 * under the condition that it is still wanted.
 */
export async function rehearse(hub: Hub, { rehearsalId }: { rehearsalId: string }, run: JobRun): Promise<void> {
  const wanted = await hub.db.maybe(sql`
    update rehearsals set state = 'running', progress = 0 where id = ${rehearsalId} and state in ('queued', 'running') returning id`);
  if (!wanted) return;
  const unwanted = new AbortController();
  let progress = 0;
  const look = singleFlight(
    async () => {
      if (!(await writeProgress(hub, rehearsalId, progress))) unwanted.abort();
    },
    (error) => hub.log.warn({ err: error }, 'progress of a rehearsal not written'),
  );
  const timer = setInterval(look, LOOK_EVERY);
  try {
    const signal = AbortSignal.any([unwanted.signal, run.signal]);
    const work = { kind: 'rehearse', rehearsalId, now: hub.clock.now().getTime() } as const;
    await settle(hub, rehearsalId, await runWorker(hub.db, work, { signal, look: (share) => (progress = share) }));
  } catch (error) {
    if (unwanted.signal.aborted) return;
    if (run.signal.aborted || (!isTooLarge(error) && run.attempt < ATTEMPTS)) throw error;
    hub.log.error({ err: error, rehearsal: rehearsalId }, 'rehearsal failed');
    await settle(hub, rehearsalId, { problem: isTooLarge(error) ? 'more than fits into memory' : 'internal error; it has been logged' });
  } finally {
    clearInterval(timer);
  }
}

/** False when nobody wants it any more. */
async function writeProgress(hub: Hub, rehearsalId: string, progress: number): Promise<boolean> {
  return hub.db.transact(async (tx) => {
    const running = await tx.maybe(
      sql`update rehearsals set progress = ${progress} where id = ${rehearsalId} and state = 'running' returning id`,
    );
    if (running) record(hub, tx, { name: 'rehearsal.progressed', actor: theHub, data: { rehearsalId, progress } });
    return running !== undefined;
  });
}

async function settle(hub: Hub, rehearsalId: string, news: Exclude<WorkerNews, { progress: number }>): Promise<void> {
  const result = 'result' in news ? json(news.result) : null;
  const error = 'problem' in news ? news.problem : null;
  const state = result ? 'done' : 'failed';
  await hub.db.transact(async (tx) => {
    const settled = await tx.maybe(sql`
      update rehearsals set state = ${state}, progress = 1, result = ${result}, error = ${error}, ended_at = ${hub.clock.now()}
      where id = ${rehearsalId} and state = 'running' returning id`);
    if (settled) record(hub, tx, { name: 'rehearsal.ended', actor: theHub, data: { rehearsalId, state } });
  });
}

const isTooLarge = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
