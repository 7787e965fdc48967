import type { Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { HeldTicket } from './hold-tickets.ts';

/** What of a ticket stands with other things. Entries have no index by ticket: they are found by their customer. */
export interface Cargo {
  readonly conversations: Sql;
  readonly entries: Sql;
  readonly tasks: Sql;
}

export interface Carried {
  readonly conversationIds: string[];
  readonly entryIds: string[];
  readonly taskIds: string[];
  readonly lastSeqs: Record<string, number>;
}

/** Rows of one ticket that fit these conditions belong to the other from now on. Both are held. */
export async function carry(tx: Tx, from: HeldTicket, toId: string, cargo: Cargo): Promise<Carried> {
  const conversations = await tx.all<{ id: string; lastSeq: number }>(
    sql`update conversations set ticket_id = ${toId} where ticket_id = ${from.id} and ${cargo.conversations} returning id, last_seq`,
  );
  const entries = await tx.all<{ id: string }>(sql`
    update entries set ticket_id = ${toId} where ticket_id = ${from.id} and customer_id in (select customer_family(${from.recordId})) and ${cargo.entries} returning id`);
  const tasks = await tx.all<{ id: string }>(
    sql`update tasks set ticket_id = ${toId} where ticket_id = ${from.id} and ${cargo.tasks} returning id`,
  );
  return {
    conversationIds: idsOf(conversations),
    entryIds: idsOf(entries),
    taskIds: idsOf(tasks),
    lastSeqs: Object.fromEntries(conversations.map(({ id, lastSeq }) => [id, lastSeq])),
  };
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id).sort();
