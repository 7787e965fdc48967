import { v7 as uuid } from 'uuid';
import { type RehearsalDraft, type RehearsalRequest, rehearsalLimits } from '../contract/rehearsals.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { countHistory } from '../routing/history/read-history.ts';
import { checkPolicy } from './check-policy.ts';
import { runWorker } from './run-worker.ts';

/** Ask for a rehearsal. Everything that can be wrong with it is said now, and then nothing is kept. Returns its id. */
export async function requestRehearsal(hub: Hub, agentId: string, draft: RehearsalDraft): Promise<string> {
  const request = await requestOf(hub, draft);
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into rehearsals (id, name, created_by_id, created_at, request, arrivals, state)
      values (${id}, ${draft.name}, ${agentId}, ${hub.clock.now()}, ${json(request)}, ${draft.arrivals ?? null}, 'queued')`);
    record(hub, tx, { name: 'rehearsal.requested', actor: agentActor(agentId), data: { rehearsalId: id } });
  });
  return id;
}

async function requestOf(hub: Hub, { period, arrivals, policy, agents }: RehearsalDraft): Promise<RehearsalRequest> {
  if ((period === undefined) === (arrivals === undefined)) throw new HubError('bad_request', 'body: give either a period or arrivals');
  const { queues } = await hub.catalog.current();
  const stray = Object.keys(agents).find((queueId) => !queues.some(({ id }) => id === queueId));
  if (stray) throw new HubError('unknown_queue', `body.agents.${stray}`);
  await checkPolicy(hub, policy ?? null);
  if (arrivals !== undefined) await checkArrivals(hub, arrivals);
  const time = period ? await checkedTime(hub, period) : { from: null, to: null };
  return { ...time, policy: policy ?? null, agents };
}

/** In a thread of its own: a large file is read for seconds. */
async function checkArrivals(hub: Hub, csv: string): Promise<void> {
  const found = await runWorker(hub.db, { kind: 'check', csv }, { signal: AbortSignal.timeout(60_000), look: () => {} });
  if ('problem' in found) throw new HubError('bad_arrivals', found.problem);
}

const lengths = { day: 86_400_000, week: 7 * 86_400_000 } as const;

async function checkedTime(hub: Hub, period: NonNullable<RehearsalDraft['period']>): Promise<{ from: string; to: string }> {
  const now = hub.clock.now();
  const from = 'last' in period ? new Date(now.getTime() - lengths[period.last]) : new Date(period.from);
  const to = 'last' in period ? now : new Date(Math.min(now.getTime(), Date.parse(period.to)));
  if (from >= to) throw new HubError('bad_request', 'body.period: must begin before it ends, and in the past');
  const count = await countHistory(hub.db, { from, to }, rehearsalLimits.arrivals + 1);
  if (count === 0) throw new HubError('nothing_to_rehearse');
  if (count > rehearsalLimits.arrivals) throw new HubError('too_many_arrivals', `more than ${rehearsalLimits.arrivals}`);
  return { from: from.toISOString(), to: to.toISOString() };
}
