import type { TicketKind, TicketStatus } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Of a ticket, what an act on many can change. */
export interface TicketState {
  readonly status: TicketStatus;
  readonly assigneeId: string | null;
  readonly queueId: string;
  readonly kind: TicketKind;
  readonly categoryId: string | null;
  /** What is chosen in fields of choices; null: nothing. */
  readonly options: Readonly<Record<string, readonly string[]>> | null;
  /** ISO 8601; null: not put aside. */
  readonly snoozedUntil: string | null;
  /** The merge by which it went into another one, and stands there still. */
  readonly mergeId: string | null;
  readonly mergedIntoId: string | null;
}

export async function readState(db: Reader, ticketId: string): Promise<TicketState | undefined> {
  const row = await db.maybe<Omit<TicketState, 'snoozedUntil'> & { snoozedUntil: Date | null }>(sql`
    select status::text, assignee_id, queue_id, kind::text, category_id,
      (select jsonb_object_agg(key, value) from jsonb_each(fields) where jsonb_typeof(value) = 'array') as options,
      (select until from snoozes s where s.ticket_id = t.id and s.ended_at is null) as snoozed_until, merge.id as merge_id, merge.to_id as merged_into_id
    from tickets t left join lateral (
      select id, to_id from ticket_moves m where m.from_id = t.id and m.kind = 'merge' and m.undone_at is null order by id desc limit 1) merge on true
    where t.id = ${ticketId}`);
  return row && { ...row, snoozedUntil: row.snoozedUntil?.toISOString() ?? null };
}

/** Whether a ticket is as it was, however its parts are ordered. */
export const isSameState = (a: TicketState, b: TicketState): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (state: TicketState) => Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
