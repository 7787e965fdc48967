import { readViewer } from '../auth/identify-caller.ts';
import { withReach } from '../auth/permissions.ts';
import { requireTicket } from '../auth/require-visible.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { actOnTicket, isAsActed } from './act-on-ticket.ts';
import { type BulkRun, readRun } from './read-run.ts';
import { readState, type TicketState } from './ticket-state.ts';

/** How often those who watch hear how far it is, in tickets. */
export const TELL_EVERY = 20;

/**
 * Do what was asked for to each ticket, with the rights its author has when its turn comes. How a ticket was is kept before it is
 * changed: after a crash another node goes on with the same ticket and nothing is lost for undoing.
 */
export async function runBulk(hub: Hub, { runId }: { runId: string }, job: JobRun): Promise<void> {
  const run = await readRun(hub.db, runId);
  await hub.catalog.current();
  for (let item = await nextItem(hub, run); item; item = await nextItem(hub, run)) {
    job.signal.throwIfAborted();
    const outcome = await doOne(hub, run, item);
    await settle(hub, run, item.position, outcome);
  }
  await end(hub, run);
}

interface Item {
  readonly position: number;
  readonly ticketId: string;
  readonly before: TicketState | null;
}

/** None, too, once it was canceled. */
const nextItem = (hub: Hub, { id }: BulkRun): Promise<Item | undefined> =>
  hub.db.maybe<Item>(sql`
    select i.position, i.ticket_id, i.before from bulk_items i join bulk_runs r on r.id = i.run_id
    where i.run_id = ${id} and i.outcome is null and r.state = 'running' order by i.position limit 1`);

interface Outcome {
  readonly outcome: 'changed' | 'same' | 'failed';
  readonly errorCode: string | null;
}

async function doOne(hub: Hub, { id, act, createdById }: BulkRun, { position, ticketId, before: kept }: Item): Promise<Outcome> {
  try {
    const agent = withReach(await readViewer(hub.db, createdById), 'tickets.write');
    await requireTicket(hub, agent, ticketId);
    if (act.do === 'merge') await requireTicket(hub, agent, act.intoId);
    const before = kept ?? (await readState(hub.db, ticketId));
    if (!before) throw new HubError('not_found');
    if (!kept) await hub.db.all(sql`update bulk_items set before = ${json(before)} where run_id = ${id} and position = ${position}`);
    if (isAsActed(before, act) || (act.do === 'merge' && ticketId === act.intoId)) return { outcome: 'same', errorCode: null };
    // After a crash it may be done already.
    const now = kept && (await readState(hub.db, ticketId));
    if (!now || !isAsActed(now, act)) await actOnTicket(hub, agent, ticketId, act);
    return { outcome: 'changed', errorCode: null };
  } catch (error) {
    if (error instanceof HubError) return { outcome: 'failed', errorCode: error.code };
    throw error;
  }
}

async function settle(hub: Hub, { id, total, createdById }: BulkRun, position: number, { outcome, errorCode }: Outcome): Promise<void> {
  await hub.db.transact(async (tx) => {
    const settled = await tx.maybe(sql`
      update bulk_items set outcome = ${outcome}, error_code = ${errorCode} where run_id = ${id} and position = ${position} and outcome is null returning position`);
    if (!settled) return;
    const { done } = await tx.one<{ done: number }>(sql`update bulk_runs set done = done + 1 where id = ${id} returning done`);
    if (done % TELL_EVERY === 0)
      record(hub, tx, { name: 'bulk.progressed', actor: theHub, agentId: createdById, data: { runId: id, done, total } });
  });
}

async function end(hub: Hub, { id, createdById }: BulkRun): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ended = await tx.maybe(sql`
      update bulk_runs set state = 'done', ended_at = ${hub.clock.now()} where id = ${id} and state = 'running' returning id`);
    if (ended) record(hub, tx, { name: 'bulk.ended', actor: theHub, agentId: createdById, data: { runId: id, state: 'done' } });
  });
}
