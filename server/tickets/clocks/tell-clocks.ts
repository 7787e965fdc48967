import type { Catalog } from '../../catalog/read-catalog.ts';
import type { Channel, TicketKind, TicketStatus } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import {
  agentAnswered,
  type Clocks,
  clocksOf,
  customerSpoke,
  endAll,
  firstDue,
  goOn,
  isOver,
  type Keeping,
  nextLook,
  standStill,
  takeUpAgain,
} from './clock.ts';
import { termsOf } from './terms-of.ts';

/** What concerns a ticket's clocks. A status is told after it was set. */
export type Fact = { readonly type: 'spoke'; readonly channel: Channel } | { readonly type: 'answered' } | { readonly type: 'status' };

export interface ClockedTicket {
  readonly id: string;
  readonly customerId: string;
  readonly queueId: string;
  readonly kind: TicketKind;
  readonly status: TicketStatus;
  readonly tier: string;
  readonly assigneeId: string | null;
  readonly clocks: Clocks;
}

/** What happened to a ticket in this transaction, for what it owes the customer. Where no targets were ever set this costs nothing. */
export async function tellClocks(hub: Hub, tx: Tx, ticketId: string, fact: Fact): Promise<void> {
  const catalog = hub.catalog.known();
  if (catalog.serviceTargets.version === 0) return;
  const ticket = await holdTicket(tx, ticketId);
  writeClocks(hub, tx, ticket, follow(catalog, ticket, fact, hub.clock.now()));
}

const heldColumns = sql`t.id, head.id as customer_id, t.queue_id, t.kind::text, t.status::text, head.tier, t.assignee_id, t.clocks`;

export const holdTicket = (tx: Tx, id: string): Promise<ClockedTicket> =>
  tx.one<ClockedTicket>(sql`
    select ${heldColumns} from tickets t join customers record on record.id = t.customer_id
    join customers head on head.id = coalesce(record.merged_into_id, record.id) where t.id = ${id} for update of t`);

function follow(catalog: Catalog, ticket: ClockedTicket, fact: Fact, at: Date): Clocks {
  const keeping = keepingBy(catalog);
  const clocks = fact.type === 'answered' ? agentAnswered(ticket.clocks, keeping, at) : ticket.clocks;
  if (ticket.status === 'solved' || ticket.status === 'closed') return endAll(clocks, keeping, at);
  const owed = takeUpAgain(clocks, keeping, at);
  const told = fact.type === 'spoke' ? customerSpoke(owed, termsOf(catalog, ticket, fact.channel), keeping, at) : owed;
  const stands = catalog.serviceTargets.pausedBy.some((status) => status === ticket.status);
  return stands ? standStill(told, keeping, at) : goOn(told, keeping, at);
}

export const keepingBy = ({ calendars, serviceTargets }: Catalog): Keeping => ({
  calendarOf: (id) => calendars.find((calendar) => calendar.id === id),
  warnShare: serviceTargets.warnShare,
});

/** Keep how they stand now, and tell of those that have ended. */
export function writeClocks(hub: Hub, tx: Tx, ticket: ClockedTicket, clocks: Clocks): void {
  const due = firstDue(clocks);
  tx.write(
    sql`update tickets set clocks = ${json(clocks)}, due_at = ${due?.at ?? null}, due_kind = ${due?.kind ?? null}, clock_at = ${nextLook(clocks)} where id = ${ticket.id}`,
  );
  for (const [kind, clock] of clocksOf(clocks)) {
    const before = ticket.clocks[kind];
    if (!isOver(clock) || (before && isOver(before) && before.startedAt === clock.startedAt)) continue;
    const data = {
      clock: kind,
      met: !clock.missedAt,
      spentSeconds: Math.round(clock.spentMs / 1000),
      targetSeconds: clock.targetMs / 1000,
    };
    record(hub, tx, { name: 'ticket.clock_ended', actor: theHub, ...subjectsOf(ticket), data });
  }
}

export const subjectsOf = ({ id, customerId, queueId, assigneeId }: ClockedTicket) => ({
  ticketId: id,
  customerId,
  queueId,
  agentId: assigneeId,
});
