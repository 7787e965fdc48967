import { reachOf, type Statement } from '../archive/consents/may-reach.ts';
import type { QuietHours } from '../contract/archive-fields.ts';
import type { ReachView } from '../contract/segments.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

interface Known {
  readonly id: string;
  readonly quietHours: QuietHours | null;
  readonly preferredChannel: Channel | null;
  readonly points: readonly { kind: 'phone' | 'email'; value: string }[];
  /** Newest statement by channel. */
  readonly statements: Partial<Record<Channel, { state: Statement['state']; at: string }>>;
}

/** By which ways each of these customers may be reached now for a purpose, the one they prefer first. */
export async function readReach(hub: Hub, ids: readonly string[], purpose: string): Promise<Map<string, ReachView[]>> {
  const now = hub.clock.now();
  const known = await readKnown(hub.db, ids, purpose, now);
  return new Map(known.map((customer) => [customer.id, waysOf(customer, purpose, now)]));
}

const ways = { phone: ['voice', 'sms'], email: ['email'] } as const satisfies Record<string, readonly Channel[]>;

function waysOf(customer: Known, purpose: string, now: Date): ReachView[] {
  const found = customer.points.flatMap(({ kind, value }) => ways[kind].map((channel) => wayBy(customer, purpose, now, channel, value)));
  return found.sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

function wayBy(
  { statements, quietHours, preferredChannel }: Known,
  purpose: string,
  at: Date,
  channel: Channel,
  address: string,
): ReachView {
  const said = statements[channel];
  const reach = reachOf(said && { state: said.state, at: new Date(said.at) }, quietHours, { channel, purpose, at });
  const until = quietHours && reach.why === 'quiet_hours' ? endOfQuiet(quietHours, at).toISOString() : null;
  return { ...reach, address, until, preferred: channel === preferredChannel };
}

const MINUTE = 60_000;

/** By the clock on their wall; in a night in which it is put forward or back, an hour off. */
function endOfQuiet({ timeZone, until }: QuietHours, now: Date): Date {
  const there = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now);
  const minutes = (minuteOf(until) - minuteOf(there) + 1440) % 1440;
  return new Date(Math.floor(now.getTime() / MINUTE) * MINUTE + minutes * MINUTE);
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const readKnown = (db: Reader, ids: readonly string[], purpose: string, at: Date): Promise<Known[]> =>
  db.all<Known>(sql`
    select c.id, c.quiet_hours, c.preferred_channel::text,
      coalesce((
        select jsonb_agg(distinct jsonb_build_object('kind', p.kind, 'value', p.value)) from contact_point_links l join contact_points p on p.id = l.contact_point_id
        where l.customer_id in (select customer_family(c.id)) and l.ended_at is null and l.evidence <> 'claimed' and p.kind <> 'chat_visitor'), '[]') as points,
      coalesce((
        select jsonb_object_agg(channel, jsonb_build_object('state', state, 'at', at)) from (
          select distinct on (s.channel) s.channel, s.state, s.at from consents s
          where s.customer_id in (select customer_family(c.id)) and s.purpose = ${purpose} and s.at <= ${at}
          order by s.channel, s.at desc, s.state desc, s.id desc) newest), '{}') as statements
    from customers c where c.id = any(${ids}::uuid[])`);
