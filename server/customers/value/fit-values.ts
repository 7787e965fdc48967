import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { type Actor, record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { runThread } from '../../jobs/run-thread.ts';
import type { FitNews, Fitted } from './fit-news.ts';
import { beginSweep } from './sweep-values.ts';

/** A fit that broke so often will not succeed. */
const ATTEMPTS = 3;

/** Ask for the models to be fitted to all orders until now; one that waits or runs already is enough. Returns its id. */
export async function requestFit(hub: Hub, actor: Actor): Promise<string> {
  return hub.db.transact(async (tx) => {
    await tx.all(sql`lock table value_models in share row exclusive mode`);
    const open = await tx.maybe<{ id: string }>(sql`select id from value_models where state in ('queued', 'running')`);
    if (open) return open.id;
    const id = uuid();
    const now = hub.clock.now();
    tx.write(sql`insert into value_models (id, as_of, state, requested_at) values (${id}, ${now}, 'queued', ${now})`);
    record(hub, tx, { name: 'value.fit_requested', actor, data: { modelId: id } });
    return id;
  });
}

/** Fit the models in a thread of its own. Any node may do it, and begin again where another died: the result is written once. */
export async function fitValues(hub: Hub, { modelId }: { modelId: string }, run: JobRun): Promise<void> {
  const wanted = await hub.db.maybe<{ asOf: Date }>(sql`
    update value_models set state = 'running' where id = ${modelId} and state in ('queued', 'running') returning as_of`);
  if (!wanted) return;
  try {
    const work = { databaseUrl: hub.db.pool.options.connectionString ?? '', asOf: wanted.asOf.getTime() };
    const news = await runThread<FitNews>('worker', import.meta.url, work, { signal: run.signal });
    await settle(hub, modelId, 'fitted' in news ? news.fitted : news.problem);
  } catch (error) {
    if (run.signal.aborted || run.attempt < ATTEMPTS) throw error;
    hub.log.error({ err: error, model: modelId }, 'fit failed');
    await settle(hub, modelId, 'internal error; it has been logged');
  }
}

const settle = (hub: Hub, modelId: string, outcome: Fitted | string): Promise<void> =>
  hub.db.transact(async (tx) => {
    const settled = await write(tx, modelId, outcome, hub.clock.now());
    if (!settled) return;
    record(hub, tx, { name: 'value.fitted', actor: theHub, data: { modelId, state: typeof outcome === 'string' ? 'failed' : 'done' } });
    if (typeof outcome !== 'string') await beginSweep(hub, tx, 'model', null);
  });

function write(tx: Tx, modelId: string, outcome: Fitted | string, at: Date): Promise<object | undefined> {
  if (typeof outcome === 'string')
    return tx.maybe(sql`
      update value_models set state = 'failed', error = ${outcome}, ended_at = ${at} where id = ${modelId} and state = 'running' returning id`);
  const { purchases, spend, population, logLikelihood, customers } = outcome;
  return tx.maybe(sql`
    update value_models set state = 'done', customers = ${customers}, parameters = ${json({ ...purchases, logLikelihood, spend, population })}, ended_at = ${at}
    where id = ${modelId} and state = 'running' returning id`);
}
