import { sql } from '../../server/db/sql.ts';
import { addCustomer, type TestHub } from './hub.ts';

/** A customer with one long conversation, a line a minute; answers the ids of its lines, oldest first. */
export async function tellStory({ hub, queueId }: TestHub, lines: number, text: (n: number) => string): Promise<string[]> {
  const customerId = await addCustomer({ hub }, { name: 'Long Story' });
  const texts = Array.from({ length: lines }, (_, n) => text(n));
  const rows = await hub.db.all<{ id: string }>(sql`
    with ticket as (
      insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at) values (gen_random_uuid(), ${customerId}, ${queueId}, 'A long story', now(), now()) returning id),
    inbox as (select id from inboxes where channel = 'sms' limit 1),
    conversation as (
      insert into conversations (id, customer_id, inbox_id, channel, ticket_id, last_seq, created_at, last_entry_at)
      select gen_random_uuid(), ${customerId}, inbox.id, 'sms', ticket.id, ${lines}, now(), now() from ticket, inbox returning id, ticket_id, inbox_id),
    told as (
      insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text)
      select gen_random_uuid(), c.id, n, 'inbound', 'sms', ${customerId}, c.ticket_id, c.inbox_id, now() - (${lines} - n) * interval '1 minute', text
      from conversation c, unnest(${texts}::text[]) with ordinality as t(text, n) returning id, seq),
    -- As a verb would have recorded it.
    recorded as (insert into events (at, name, actor_kind, entry_id) select now(), 'message.received', 'customer', id from told)
    select id from told order by seq`);
  return rows.map(({ id }) => id);
}
