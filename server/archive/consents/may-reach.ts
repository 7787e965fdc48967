import type { QuietHours } from '../../contract/archive-fields.ts';
import type { Reach } from '../../contract/record.ts';
import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { isQuiet } from '../preferences/quiet-hours.ts';

export interface Statement {
  readonly state: 'granted' | 'withdrawn';
  readonly at: Date;
}

/** Whether we may reach a customer (any record of theirs) on a channel for a purpose at a time, and why. */
export async function mayReach(
  db: Reader,
  customerId: string,
  asked: { readonly channel: Channel; readonly purpose: string; readonly at: Date },
): Promise<Reach> {
  const [reach] = await mayReachBy(db, customerId, [asked.channel], asked);
  if (!reach) throw new Error(`no customer ${customerId}`);
  return reach;
}

/** The same of several channels at once, in their order. */
export async function mayReachBy(
  db: Reader,
  customerId: string,
  channels: readonly Channel[],
  { purpose, at }: { readonly purpose: string; readonly at: Date },
): Promise<Reach[]> {
  const rows = await db.all<{ channel: Channel; quietHours: QuietHours | null; state: Statement['state'] | null; at: Date | null }>(sql`
    select wanted.channel, head.quiet_hours, newest.state, newest.at
    from customers record join customers head on head.id = coalesce(record.merged_into_id, record.id)
    cross join unnest(${channels}::text[]) with ordinality as wanted(channel, place)
    left join lateral (
      select c.state, c.at from consents c
      where c.customer_id in (select customer_family(record.id)) and c.channel = wanted.channel::channel and c.purpose = ${purpose} and c.at <= ${at}
      order by c.at desc, c.state desc, c.id desc limit 1
    ) newest on true
    where record.id = ${customerId} order by wanted.place`);
  return rows.map(({ channel, quietHours, state, at: saidAt }) =>
    reachOf(state && saidAt ? { state, at: saidAt } : undefined, quietHours, { channel, purpose, at }),
  );
}

/**
 * What a statement means: whoever is served may be reached about it until they refuse, everything else needs their word
 * first. Of two statements of one instant the refusal counts.
 */
export function reachOf(
  statement: Statement | undefined,
  quietHours: QuietHours | null,
  { channel, purpose, at }: { readonly channel: Channel; readonly purpose: string; readonly at: Date },
): Reach {
  const since = statement?.at.toISOString() ?? null;
  if (statement?.state === 'withdrawn') return { channel, purpose, allowed: false, why: 'withdrawn', since };
  if (!statement && purpose !== 'service') return { channel, purpose, allowed: false, why: 'never_asked', since };
  if (quietHours && isQuiet(quietHours, at)) return { channel, purpose, allowed: false, why: 'quiet_hours', since };
  return { channel, purpose, allowed: true, why: statement ? 'granted' : 'not_withdrawn', since };
}
