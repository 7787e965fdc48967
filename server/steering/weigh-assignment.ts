import type { Catalog } from '../catalog/read-catalog.ts';
import { promiseOf } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';
import type { AssignmentCost } from '../contract/steering.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { type Bars, type Candidate, exclusion, type Head, inLine, scoreOf } from '../routing/decide.ts';
import { policyFrom } from '../routing/policy.ts';
import { type HeadRow, headColumns, toHead } from '../routing/read-heads.ts';

/** How many of those passed over are shown by name. */
const NAMED = 10;
/** How many of one class are looked at, the oldest first. */
const OF_A_CLASS = 1000;

interface StandingRow extends HeadRow {
  readonly ticketNumber: number;
  readonly customer: string | null;
}

/** What it costs to give this task to this agent now: who stands before it in line for them, and how much longer those wait. */
export async function weighAssignment(db: Reader, catalog: Catalog, head: Head, agent: Candidate, now: Date): Promise<AssignmentCost> {
  const [before, longerSeconds] = await Promise.all([standBefore(db, catalog, head, agent, now), medianContact(db, head.channel)]);
  const beside = takenBeside(head, agent, before, catalog.policy.bars);
  return {
    agentId: agent.agentId,
    passedOver: before.slice(0, NAMED).map((standing) => ({
      taskId: standing.taskId,
      ticketNumber: standing.ticketNumber,
      customer: standing.customer,
      tier: standing.tier,
      channel: standing.channel,
      waitedSeconds: (now.getTime() - standing.neededAt - (standing.closedFor ?? 0)) / 1000,
      promiseSeconds: promiseOf(catalog.policy, standing),
      waitsLonger: !beside.has(standing.taskId),
    })),
    passedOverCount: before.length,
    waitLongerCount: before.length - beside.size,
    longerSeconds,
  };
}

type Standing = Head & Pick<StandingRow, 'ticketNumber' | 'customer'> & { readonly score: number };

/** Every waiting task that this agent would be given first as soon as they have room, most urgent first. */
async function standBefore(db: Reader, catalog: Catalog, head: Head, agent: Candidate, now: Date): Promise<Standing[]> {
  const policy = policyFrom(catalog.policy, catalog.tiers);
  const scored = <H extends Head>(one: H) => ({ ...one, score: scoreOf(one, policy, now.getTime()) });
  const own = scored(head);
  const free = { ...agent, beingAsked: false, holding: {} };
  const rows = await db.all<StandingRow>(sql`
    select ${headColumns(now)}, ticket.number as ticket_number, c.name as customer
    from (
      select t.*, row_number() over (partition by class_key order by needed_at, id) as place from tasks t
      where state = 'pending' and id <> ${head.taskId} and queue_id = any(${agent.queueIds}::uuid[])
    ) w join tickets ticket on ticket.id = w.ticket_id join customers record on record.id = w.customer_id join customers c on c.id = coalesce(record.merged_into_id, record.id)
    where w.place <= ${OF_A_CLASS}`);
  return rows
    .map((row) => {
      const { ticketNumber, customer, ...waiting } = row;
      return scored({ ...toHead(catalog, waiting, now.getTime()).head, ticketNumber, customer });
    })
    .filter((one) => inLine(one, own) < 0 && exclusion(free, one, policy.bars) === null)
    .sort(inLine);
}

/** Of those before it, the ones this agent has room for beside the assigned task, as the router would go on filling it. */
function takenBeside(head: Head, agent: Candidate, before: readonly Standing[], bars: Bars): ReadonlySet<string> {
  const taken = new Set<string>();
  let loaded = holdingOneMore({ ...agent, beingAsked: false }, head.channel);
  for (const standing of before) {
    if (exclusion(loaded, standing, bars) !== null) continue;
    taken.add(standing.taskId);
    loaded = holdingOneMore(loaded, standing.channel);
  }
  return taken;
}

const holdingOneMore = (agent: Candidate, channel: Channel): Candidate => ({
  ...agent,
  holding: { ...agent.holding, [channel]: (agent.holding[channel] ?? 0) + 1 },
});

/** How many of the last contacts on a channel its usual length is taken from. */
const RECENT = 200;

/** Ids of tasks grow with time (UUIDv7): the newest are the last of the primary key. */
async function medianContact(db: Reader, channel: Channel): Promise<number | null> {
  const { seconds } = await db.one<{ seconds: number | null }>(sql`
    select percentile_cont(0.5) within group (order by extract(epoch from coalesce(wrapping_at, ended_at) - assigned_at)::float8) as seconds
    from (select * from tasks where state = 'completed' and channel = ${channel}::channel and assigned_at is not null order by id desc limit ${RECENT}) recent`);
  return seconds;
}
