import { v7 as uuid } from 'uuid';
import { channels, ticketKinds, ticketStatuses } from '../../../server/contract/statuses.ts';
import { json, sql } from '../../../server/db/sql.ts';
import type { TestHub } from '../../support/hub.ts';

/** A die that falls the same way in every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export interface Ground {
  readonly queueIds: readonly string[];
  readonly agentIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly categoryIds: readonly string[];
  readonly rootCauseIds: readonly string[];
}

/** Tickets of every sort, many of them touched in the same millisecond; each with a conversation. */
export async function plantTickets({ hub }: TestHub, count: number, ground: Ground, roll = dice(7)): Promise<void> {
  const pick = <Value>(list: readonly Value[]): Value | null => list[roll(list.length)] ?? null;
  const rows = Array.from({ length: count }, () => {
    const status = pick(ticketStatuses) ?? 'open';
    const at = new Date(hub.clock.now().getTime() - roll(50) * 60_000).toISOString();
    const isDone = status === 'solved' || status === 'closed';
    return {
      id: uuid(),
      conversationId: uuid(),
      customerId: pick(ground.customerIds),
      queueId: pick(ground.queueIds),
      kind: pick(ticketKinds),
      status,
      assigneeId: pick([null, ...ground.agentIds]),
      categoryId: pick([null, ...ground.categoryIds]),
      rootCauseId: pick([null, ...ground.rootCauseIds]),
      fields: roll(3) === 0 ? { product: pick(['boiler', 'pump']) } : {},
      dueAt: isDone || roll(2) === 0 ? null : new Date(hub.clock.now().getTime() + (roll(100) - 30) * 3_600_000).toISOString(),
      channel: pick(channels),
      at,
    };
  });
  await hub.db.all(sql`
    insert into tickets (id, customer_id, queue_id, kind, status, subject, assignee_id, category_id, root_cause_id, fields, due_at, created_at, updated_at)
    select id, "customerId", "queueId", kind, status, 'planted', "assigneeId", "categoryId", "rootCauseId", fields, "dueAt", at, at
    from json_to_recordset(${json(rows)}) as r(id uuid, "customerId" uuid, "queueId" uuid, kind ticket_kind, status ticket_status, "assigneeId" uuid,
      "categoryId" uuid, "rootCauseId" uuid, fields jsonb, "dueAt" timestamptz, at timestamptz)`);
  await hub.db.all(sql`
    insert into conversations (id, customer_id, inbox_id, channel, ticket_id, created_at, last_entry_at)
    select "conversationId", "customerId", (select i.id from inboxes i order by i.channel = r.channel desc limit 1), r.channel, id, at, at
    from json_to_recordset(${json(rows)}) as r(id uuid, "conversationId" uuid, "customerId" uuid, channel channel, at timestamptz)`);
}
