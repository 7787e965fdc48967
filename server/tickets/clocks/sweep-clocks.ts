import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { notify } from '../../notices/notify.ts';
import { clocksOf, lookAt } from './clock.ts';
import { type ClockedTicket, holdTicket, subjectsOf, writeClocks } from './tell-clocks.ts';

/** How many tickets are looked at in one beat. */
const BATCH = 200;

/** Warn of what is nearly due and tell of what was missed, once each, whichever node looks first. */
export async function sweepClocks(hub: Hub): Promise<void> {
  const due = await hub.db.all<{ id: string }>(
    sql`select id from tickets where clock_at <= ${hub.clock.now()} order by clock_at limit ${BATCH}`,
  );
  for (const { id } of due) await hub.db.transact(async (tx) => look(hub, tx, await holdTicket(tx, id)));
}

function look(hub: Hub, tx: Tx, ticket: ClockedTicket): void {
  const seen = lookAt(ticket.clocks, hub.clock.now());
  for (const [clock, { warnedAt, missedAt, dueAt }] of clocksOf(seen)) {
    const before = ticket.clocks[clock];
    const tell = (name: 'ticket.clock_warned' | 'ticket.clock_missed') =>
      record(hub, tx, { name, actor: theHub, ...subjectsOf(ticket), data: { clock, dueAt: dueAt ?? '' } });
    if (missedAt && !before?.missedAt) tell('ticket.clock_missed');
    else if (warnedAt && !before?.warnedAt) {
      tell('ticket.clock_warned');
      if (ticket.assigneeId)
        notify(hub, tx, {
          agentId: ticket.assigneeId,
          kind: 'service_warning',
          ticketId: ticket.id,
          detail: { clock, dueAt: dueAt ?? undefined },
        });
    }
  }
  writeClocks(hub, tx, ticket, seen);
}
