import { readViewer } from '../auth/identify-caller.ts';
import { withReach } from '../auth/permissions.ts';
import { requireTicket } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { isAsActed, undoOnTicket } from './act-on-ticket.ts';
import { type BulkRun, readRun } from './read-run.ts';
import { TELL_EVERY } from './run-bulk.ts';
import { isSameState, readState, type TicketState } from './ticket-state.ts';

/** Stop a run; what is done stays done and can be undone. Throws `bulk_state`. */
export async function cancelBulk(hub: Hub, { id, createdById }: BulkRun): Promise<void> {
  await hub.db.transact(async (tx) => {
    const canceled = await tx.maybe(sql`
      update bulk_runs set state = 'canceled', ended_at = ${hub.clock.now()} where id = ${id} and state = 'running' returning id`);
    if (!canceled) throw new HubError('bulk_state');
    record(hub, tx, { name: 'bulk.ended', actor: agentActor(createdById), agentId: createdById, data: { runId: id, state: 'canceled' } });
  });
}

/** Ask that everything a run did be put back. Throws `bulk_state`. */
export async function requestBulkUndo(hub: Hub, { id, createdById }: BulkRun): Promise<void> {
  await hub.db.transact(async (tx) => {
    const undoing = await tx.maybe(sql`
      update bulk_runs set state = 'undoing', ended_at = null where id = ${id} and state in ('done', 'canceled') returning id`);
    if (!undoing) throw new HubError('bulk_state');
    record(hub, tx, { name: 'bulk.undo_requested', actor: agentActor(createdById), agentId: createdById, data: { runId: id } });
  });
}

/** Put each ticket back as it was, the last first. What somebody has changed since is left as it is, and named. */
export async function undoBulk(hub: Hub, { runId }: { runId: string }, job: JobRun): Promise<void> {
  const run = await readRun(hub.db, runId);
  await hub.catalog.current();
  for (let item = await lastItem(hub, run); item; item = await lastItem(hub, run)) {
    job.signal.throwIfAborted();
    await settle(hub, run, item.position, await undoOne(hub, run, item));
  }
  await end(hub, run);
}

interface Item {
  readonly position: number;
  readonly ticketId: string;
  readonly before: TicketState;
}

const lastItem = (hub: Hub, { id }: BulkRun): Promise<Item | undefined> =>
  hub.db.maybe<Item>(sql`
    select i.position, i.ticket_id, i.before from bulk_items i join bulk_runs r on r.id = i.run_id
    where i.run_id = ${id} and i.outcome = 'changed' and r.state = 'undoing' order by i.position desc limit 1`);

/** Answers why it was left. */
async function undoOne(hub: Hub, { act, createdById, createdAt }: BulkRun, { ticketId, before }: Item): Promise<string | null> {
  try {
    const agent = withReach(await readViewer(hub.db, createdById), 'tickets.write');
    await requireTicket(hub, agent, ticketId);
    const now = await readState(hub.db, ticketId);
    // After a crash it may be back already.
    if (now && isSameState(now, before)) return null;
    if (!now || !isAsActed(now, act)) return 'changed_since';
    await undoOnTicket(hub, agent, ticketId, act, before, createdAt);
    return null;
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
}

async function settle(hub: Hub, { id, total, createdById }: BulkRun, position: number, left: string | null): Promise<void> {
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      update bulk_items set outcome = ${left ? 'left' : 'undone'}, error_code = ${left} where run_id = ${id} and position = ${position} and outcome = 'changed'`);
    const { done } = await tx.one<{ done: number }>(
      sql`select count(*) as done from bulk_items where run_id = ${id} and outcome in ('undone', 'left')`,
    );
    if (done % TELL_EVERY === 0)
      record(hub, tx, { name: 'bulk.progressed', actor: theHub, agentId: createdById, data: { runId: id, done, total } });
  });
}

async function end(hub: Hub, { id, createdById }: BulkRun): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ended = await tx.maybe(sql`
      update bulk_runs set state = 'undone', ended_at = ${hub.clock.now()} where id = ${id} and state = 'undoing' returning id`);
    if (ended) record(hub, tx, { name: 'bulk.ended', actor: theHub, agentId: createdById, data: { runId: id, state: 'undone' } });
  });
}
