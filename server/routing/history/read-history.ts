import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';

/** A time from which needs are taken (`from` belongs to it, `to` does not), of one queue or of all. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
  readonly queueId?: string | undefined;
}

/** A need as it was recorded, and what became of it. */
export interface PastTask {
  readonly id: string;
  readonly neededAt: Date;
  readonly queueId: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly skills: Readonly<Record<string, number>>;
  readonly state: 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';
  /** Who has it now or had it last. */
  readonly agentId: string | null;
  /** When the agent who served it accepted; null: nobody did. */
  readonly assignedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly preferredAgentId: string | null;
}

const ROWS_AT_ONCE = 4000;

/** Needs of a range, oldest first, some thousands at a time: each page begins behind the last, so that a million cost no memory. */
export const readHistory = (db: Reader, range: Range): AsyncGenerator<PastTask[]> => pages(db, within(range));

/** Those of a range, and those from before it (for as long as `lead` seconds) that still waited or were being served when it began. */
export function readDay(db: Reader, range: Range, lead: number): AsyncGenerator<PastTask[]> {
  const before = new Date(range.from.getTime() - lead * 1000);
  return pages(
    db,
    sql`${within({ ...range, from: before })} and (t.needed_at >= ${range.from} or t.ended_at > ${range.from} or t.ended_at is null)`,
  );
}

/** How many needs a range holds; counting stops at `most`. */
export async function countHistory(db: Reader, range: Range, most: number): Promise<number> {
  const { count } = await db.one<{ count: number }>(
    sql`select count(*) from (select from tasks t where ${within(range)} limit ${most}) needs`,
  );
  return count;
}

const within = ({ from, to, queueId }: Range): Sql =>
  sql`t.needed_at >= ${from} and t.needed_at < ${to} and (${queueId ?? null}::uuid is null or t.queue_id = ${queueId ?? null})`;

async function* pages(db: Reader, condition: Sql): AsyncGenerator<PastTask[]> {
  let behind: { neededAt: Date; id: string } = { neededAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const page = await db.all<PastTask>(sql`
      select t.id, t.needed_at, t.queue_id, t.tier, t.channel::text, t.skills, t.state::text, t.agent_id, t.assigned_at, t.ended_at, t.end_reason,
        t.preferred_agent_id
      from tasks t where ${condition} and (t.needed_at, t.id) > (${behind.neededAt}, ${behind.id}) order by t.needed_at, t.id limit ${ROWS_AT_ONCE}`);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < ROWS_AT_ONCE) return;
    behind = last;
  }
}
