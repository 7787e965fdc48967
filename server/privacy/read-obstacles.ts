import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** What stands against an erasure. */
export interface Obstacles {
  readonly holds: number;
  readonly openTickets: number;
  /** Calls and callbacks under way: these cannot be forced, they are over soon. */
  readonly calls: number;
}

export const readObstacles = (db: Reader, records: readonly string[]): Promise<Obstacles> =>
  db.one<Obstacles>(sql`
    select (select count(*)::int from legal_holds where customer_id = any(${[...records]}::uuid[]) and ended_at is null) as holds,
      (select count(*)::int from tickets where customer_id = any(${[...records]}::uuid[]) and status not in ('solved', 'closed')) as open_tickets,
      (select count(*)::int from tasks where customer_id = any(${[...records]}::uuid[]) and channel = 'voice' and state not in ('completed', 'canceled')) as calls`);
