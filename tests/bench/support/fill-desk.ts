import { hash } from '@node-rs/argon2';
import { administer } from '../../support/administer.ts';
import { query } from './query.ts';

export const deskPassword = 'correct horse battery';

/** Somebody who signs in by browser, a member of the support queue. */
export async function addSignedIn(url: string, role: 'agent' | 'supervisor'): Promise<string> {
  const email = `bench.${role}@touchline.example`;
  const digest = await hash(deskPassword, { memoryCost: 1024, timeCost: 1 });
  await query(
    url,
    `with made as (insert into agents (id, email, name, role, password_hash) values (uuidv7(), $1, 'Mei Lin', $3::role, $2) returning id)
     insert into queue_members (queue_id, agent_id) select q.id, made.id from queues q, made where q.key = 'support' and $3 = 'agent'`,
    [email, digest, role],
  );
  return email;
}

/** Open tickets somebody answers for, each with a conversation in which the customer wrote last. */
export const addOwnTickets = (url: string, email: string, count: number): Promise<void> =>
  administer(
    url,
    `create temporary table made as select n, uuidv7() as customer, uuidv7() as ticket, uuidv7() as conversation, now() - n * interval '1 minute' as at from generate_series(1, ${count}) n`,
    `insert into customers (id, name, tier, since) select customer, 'Customer ' || n, (array['standard', 'silver', 'gold', 'platinum'])[1 + n % 4], at from made`,
    `insert into tickets (id, customer_id, queue_id, status, subject, assignee_id, created_at, updated_at)
       select ticket, customer, q.id, 'open', 'The heating is off again ' || n, a.id, at, at from made, queues q, agents a where q.key = 'support' and a.email = '${email}'`,
    `insert into conversations (id, customer_id, inbox_id, channel, ticket_id, last_seq, created_at, last_entry_at)
       select conversation, customer, i.id, 'sms', ticket, 1, at, at from made, inboxes i where i.channel = 'sms'`,
    `insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text)
       select uuidv7(), conversation, 1, 'inbound', 'sms', customer, ticket, i.id, at, 'Still cold. 还是冷的。' from made, inboxes i where i.channel = 'sms'`,
    'analyze tickets',
  );

/** A house full of agents, all at something else than what is measured. */
export const addAgentsAtWork = (url: string, count: number): Promise<void> =>
  administer(
    url,
    `insert into agents (id, email, name, role, password_hash, status, status_reason)
       select uuidv7(), 'agent.' || n || '@touchline.example', 'Agent ' || n, 'agent', 'none', 'away', (array['break', 'training'])[1 + n % 2] from generate_series(1, ${count}) n`,
    `insert into queue_members (queue_id, agent_id) select q.id, a.id from queues q, agents a where q.key = 'support' and a.email like 'agent.%'`,
  );

/** Tickets to scroll through, last changed last, each with its customer. */
export const addTickets = (url: string, count: number): Promise<void> =>
  administer(
    url,
    `create temporary table made as select n, uuidv7() as customer, uuidv7() as ticket, now() - n * interval '1 minute' as at from generate_series(1, ${count}) n`,
    `insert into customers (id, name, tier, since) select customer, 'Customer ' || n, (array['standard', 'silver', 'gold', 'platinum'])[1 + n % 4], at from made`,
    `insert into tickets (id, customer_id, queue_id, status, subject, created_at, updated_at)
       select ticket, customer, q.id, (array['new', 'open', 'pending', 'on_hold'])[1 + n % 4]::ticket_status, 'The heating is off again · 暖气又不热了 ' || n, at, at
       from made, queues q where q.key = 'support'`,
    'analyze tickets',
  );

export interface LongTicket {
  readonly number: number;
  readonly conversationId: string;
}

/** A ticket whose one conversation has so many entries, asked and answered in turn. */
export async function addLongTicket(url: string, entries: number): Promise<LongTicket> {
  const [made] = await query<LongTicket>(
    url,
    `with who as (insert into customers (id, name, tier, since) values (uuidv7(), 'Ada of ' || $1::int, 'gold', now()) returning id),
       matter as (insert into tickets (id, customer_id, queue_id, status, subject, created_at, updated_at)
         select uuidv7(), who.id, q.id, 'open', 'A matter of ' || $1::int, now(), now() from who, queues q where q.key = 'support' returning id, number, customer_id),
       said as (insert into conversations (id, customer_id, inbox_id, channel, ticket_id, last_seq, created_at, last_entry_at)
         select uuidv7(), matter.customer_id, i.id, 'sms', matter.id, $1::int, now(), now() from matter, inboxes i where i.channel = 'sms' returning *),
       lines as (insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text)
         select uuidv7(), said.id, n, case when n % 2 = 0 then 'outbound' else 'inbound' end::entry_kind, 'sms', said.customer_id, said.ticket_id, said.inbox_id,
           now() - ($1::int - n) * interval '1 minute', 'Line ' || n || ': the radiator in the hall stays cold. 走廊的暖气片还是不热。'
         from said, generate_series(1, $1::int) n)
     select matter.number::int as number, said.id as "conversationId" from matter, said`,
    [entries],
  );
  if (!made) throw new Error('no ticket was made');
  return made;
}
