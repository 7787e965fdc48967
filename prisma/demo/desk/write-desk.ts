import { v7 as uuid } from 'uuid';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';

const HOUR = 3_600_000;

/**
 * What agents have put off: of whoever answers for several open tickets one is put aside until tomorrow, of another they
 * will be reminded. Needs the tickets there are.
 */
export async function writeDesk(tx: Tx, { now }: { now: Date }): Promise<void> {
  const open = await tx.all<{ id: string; assigneeId: string; place: number }>(sql`
    select id, assignee_id, row_number() over (partition by assignee_id order by updated_at, id) as place from tickets t
    where status in ('open', 'pending', 'on_hold') and assignee_id is not null
      and not exists (select from tasks k where k.ticket_id = t.id and k.state in ('pending', 'reserved', 'assigned', 'wrapping'))`);
  for (const { id, assigneeId, place } of open) {
    if (place === 2) putAside(tx, id, assigneeId, now);
    if (place === 1) remind(tx, id, assigneeId, now);
  }
}

function putAside(tx: Tx, ticketId: string, agentId: string, now: Date): void {
  const id = uuid();
  const until = new Date(now.getTime() + 20 * HOUR);
  tx.write(sql`
    insert into snoozes (id, ticket_id, agent_id, until, created_at) values (${id}, ${ticketId}, ${agentId}, ${until}, ${new Date(now.getTime() - HOUR)})`);
  tx.write(
    sql`select from graphile_worker.add_job('wake-ticket', payload => ${json({ snoozeId: id })}::json, run_at => ${until}, max_attempts => 20)`,
  );
}

function remind(tx: Tx, ticketId: string, agentId: string, now: Date): void {
  const id = uuid();
  const at = new Date(now.getTime() + 2 * HOUR);
  tx.write(sql`
    insert into reminders (id, agent_id, ticket_id, at, note, created_at)
    values (${id}, ${agentId}, ${ticketId}, ${at}, 'Ask whether the visit suited · 回访上门服务', ${new Date(now.getTime() - HOUR)})`);
  tx.write(
    sql`select from graphile_worker.add_job('tell-reminder', payload => ${json({ reminderId: id })}::json, run_at => ${at}, max_attempts => 20)`,
  );
}
