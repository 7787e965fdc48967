import { v7 as uuid } from 'uuid';
import type { Caller } from '../auth/identify-caller.ts';
import { secondsAfter } from '../clock.ts';
import type { UnmaskingView } from '../contract/people.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/** How long somebody sees the addresses (seconds). */
const OPEN_FOR = 900;

/** Somebody who sees addresses in part only looks at those of a customer they do not hold, and says why. Throws `not_masked`. */
export async function unmaskCustomer(hub: Hub, caller: Caller, customerId: string, reason: string): Promise<Date> {
  if (!caller.masked) throw new HubError('not_masked');
  const [id, now] = [uuid(), hub.clock.now()];
  const until = secondsAfter(now, OPEN_FOR);
  await hub.db.transact(async (tx) => {
    tx.write(
      sql`insert into unmaskings (id, agent_id, customer_id, reason, at, until) values (${id}, ${caller.id}, ${customerId}, ${reason}, ${now}, ${until})`,
    );
    record(hub, tx, {
      name: 'customer.unmasked',
      actor: agentActor(caller.id),
      agentId: caller.id,
      customerId,
      data: { unmaskingId: id, until: until.toISOString() },
    });
  });
  return until;
}

type Row = Omit<UnmaskingView, 'agent' | 'customer' | 'at' | 'until'> & {
  agentId: string;
  agentName: string;
  customerId: string;
  customerName: string | null;
  at: Date;
  until: Date;
};

/** Who looked, newest first. */
export async function readUnmaskings(db: Reader, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const edge = cursor ? readCursor(cursor) : undefined;
  const rows = await db.all<Row>(sql`
    select u.id, u.reason, u.at, u.until, a.id as agent_id, a.name as agent_name, c.id as customer_id, c.name as customer_name
    from unmaskings u join agents a on a.id = u.agent_id join customers record on record.id = u.customer_id
    join customers c on c.id = coalesce(record.merged_into_id, record.id)
    where ${edge ? sql`(u.at, u.id) < (${edge.at}, ${edge.id}::uuid)` : sql`true`} order by u.at desc, u.id desc limit ${limit + 1}`);
  const unmaskings = rows.slice(0, limit).map(present);
  const last = unmaskings.at(-1);
  return { unmaskings, next: last && rows.length > limit ? writeCursor(last.at, last.id) : null };
}

const present = ({ agentId, agentName, customerId, customerName, at, until, ...row }: Row): UnmaskingView => ({
  ...row,
  agent: { id: agentId, name: agentName },
  customer: { id: customerId, name: customerName },
  at: at.toISOString(),
  until: until.toISOString(),
});
