import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { sweepBirthdays } from './sweep-birthdays.ts';
import { sweepSilence } from './sweep-silence.ts';

/** How often it is looked what has come due with the passing of time (milliseconds). */
const EVERY = 60_000;
/** How many owners are told in one transaction. */
const BATCH = 200;

/** What is due is told to its owner, once; who fell silent and whose birthday it is gets a follow-up. Then again in a minute. */
export async function sweepFollowUps(hub: Hub): Promise<void> {
  for (const part of [remindOwners, sweepSilence, sweepBirthdays]) {
    await part(hub).catch((error: unknown) => hub.log.error({ err: error, part: part.name }, 'follow-ups not swept'));
  }
  await hub.db.transact(async (tx) => sweepAt(tx, new Date(hub.clock.now().getTime() + EVERY)));
}

/** The first sweep after a start. Whatever number of nodes: there is one sweep at a time. */
export const beginSweeps = (hub: Hub): Promise<void> => hub.db.transact(async (tx) => sweepAt(tx, hub.clock.now()));

const sweepAt = (tx: Tx, at: Date): void => enqueue(tx, { job: 'sweep-follow-ups', payload: {}, at, key: 'sweep-follow-ups' });

async function remindOwners(hub: Hub): Promise<void> {
  for (let told = BATCH; told === BATCH; ) told = await hub.db.transact((tx) => remindSome(hub, tx));
}

async function remindSome(hub: Hub, tx: Tx): Promise<number> {
  const now = hub.clock.now();
  const due = await tx.all<{ id: string; customerId: string; ownerId: string | null }>(sql`
    update follow_ups set reminded_at = ${now} where id in (
      select id from follow_ups where done_at is null and reminded_at is null and due_at <= ${now} order by due_at limit ${BATCH} for update skip locked)
    returning id, customer_id, owner_id`);
  for (const { id, customerId, ownerId } of due) {
    record(hub, tx, { name: 'follow_up.due', actor: theHub, customerId, agentId: ownerId, data: { followUpId: id } });
  }
  return due.length;
}
