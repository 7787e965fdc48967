import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { type Actor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { notify } from '../notices/notify.ts';
import { isThere } from '../routing/prefer-agent.ts';
import { isDone } from '../tickets/set-ticket-status.ts';
import { type HeldTicket, holdForSnooze, type StandingSnooze, standingSnooze } from './hold-for-snooze.ts';
import { queueAgain } from './queue-again.ts';
import { takeUpAgain } from './take-up-again.ts';

interface About {
  readonly customerId: string;
  readonly ticketId: string;
  readonly queueId: string;
}

type Why = 'due' | 'customer_wrote' | 'woken' | 'done';

/** By hand, also as the undo of a snooze: it is as it was. Throws `not_snoozed`. */
export async function wakeTicket(hub: Hub, actor: Actor, ticketId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ticket = await holdForSnooze(tx, ticketId);
    const snooze = await standingSnooze(tx, ticketId);
    if (!snooze) throw new HubError('not_snoozed');
    if (!isDone(ticket.status)) await takeUpAgain(hub, tx, actor, ticket, snooze);
    endSnooze(hub, tx, actor, about(ticket), snooze, 'woken');
  });
}

/** Its time has come: back into the hands that laid it down, or, when they are not there, in line for whoever is. */
export async function wakeWhenDue(hub: Hub, { snoozeId }: { snoozeId: string }): Promise<void> {
  const known = await hub.db.maybe<{ ticketId: string }>(sql`select ticket_id from snoozes where id = ${snoozeId} and ended_at is null`);
  if (!known) return;
  await hub.db.transact(async (tx) => {
    const ticket = await holdForSnooze(tx, known.ticketId);
    const snooze = await standingSnooze(tx, known.ticketId);
    if (snooze?.id !== snoozeId) return;
    if (isDone(ticket.status)) return endSnooze(hub, tx, theHub, about(ticket), snooze, 'done');
    if (await agentIsThere(hub, tx, snooze.agentId)) await takeUpAgain(hub, tx, theHub, ticket, snooze);
    else await queueAgain(hub, tx, snooze);
    endSnooze(hub, tx, theHub, about(ticket), snooze, 'due');
    notify(hub, tx, { agentId: snooze.agentId, kind: 'reminder', ticketId: ticket.id });
  });
}

/** The customer wrote: within the transaction that takes it in, which queues what follows. */
export async function wakeByCustomer(hub: Hub, tx: Tx, actor: Actor, about: About): Promise<void> {
  const snooze = await standingSnooze(tx, about.ticketId);
  if (snooze) endSnooze(hub, tx, actor, about, snooze, 'customer_wrote');
}

const about = ({ id, customerId, queueId }: HeldTicket): About => ({ ticketId: id, customerId, queueId });

const agentIsThere = async (hub: Hub, tx: Tx, agentId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from agents a where a.id = ${agentId} and ${isThere(hub)}`)) !== undefined;

function endSnooze(hub: Hub, tx: Tx, actor: Actor, { customerId, ticketId, queueId }: About, snooze: StandingSnooze, why: Why): void {
  tx.write(sql`update snoozes set ended_at = ${hub.clock.now()}, ended_why = ${why} where id = ${snooze.id}`);
  record(hub, tx, { name: 'ticket.woken', actor, customerId, ticketId, queueId, agentId: snooze.agentId, data: { why } });
}
