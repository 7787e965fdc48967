import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { retarget } from './clock.ts';
import { holdTicket, keepingBy, writeClocks } from './tell-clocks.ts';
import { termsOf } from './terms-of.ts';

/** How many tickets are read at a time. */
const BATCH = 500;

/** Other targets, hours, tier or queue hold: clocks that run or stand go on under the new terms. Of one ticket, one customer, or of all that are open. */
export async function retargetClocks(
  hub: Hub,
  { ticketId, customerId }: { ticketId?: string | undefined; customerId?: string | undefined },
  run: Pick<JobRun, 'signal'>,
): Promise<void> {
  const of = ticketId
    ? sql`and t.id = ${ticketId}`
    : customerId
      ? sql`and t.customer_id in (select customer_family(${customerId}))`
      : sql``;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const tickets = await hub.db.all<{ id: string }>(sql`
      select t.id from tickets t where t.id > ${after} and t.clocks <> '{}' and t.status not in ('solved', 'closed') ${of} order by t.id limit ${BATCH}`);
    for (const { id } of tickets) {
      run.signal.throwIfAborted();
      await retargetTicket(hub, id);
    }
    const last = tickets.at(-1);
    if (!last || tickets.length < BATCH) return;
    after = last.id;
  }
}

const retargetTicket = (hub: Hub, id: string): Promise<void> =>
  hub.db.transact(async (tx) => {
    const catalog = hub.catalog.known();
    const ticket = await holdTicket(tx, id);
    const terms = (channel: Parameters<typeof termsOf>[2]) => termsOf(catalog, ticket, channel);
    writeClocks(hub, tx, ticket, retarget(ticket.clocks, terms, keepingBy(catalog), hub.clock.now()));
  });
