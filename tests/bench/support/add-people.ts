import { hashOf, newSecret } from '../../../server/auth/secrets.ts';
import { administer } from '../../support/administer.ts';
import { query } from './query.ts';

/** The number of customer `n`; a mobile number, so that none is refused as impossible. */
export const phoneOf = (n: number): string => `+447${100_000_000 + n}`;
export const mailOf = (n: number): string => `customer.${n}@customers.example`;

/**
 * Known customers with a number and a mail address. Those with an odd number have written before: a conversation by SMS,
 * a solved ticket and a completed task.
 */
export async function addCustomers(url: string, count: number): Promise<void> {
  await administer(
    url,
    `create temporary table made as
       select n, uuidv7() as customer, uuidv7() as phone, uuidv7() as mail, uuidv7() as ticket, uuidv7() as conversation, now() - interval '30 days' as at
       from generate_series(0, ${count - 1}) n`,
    `insert into customers (id, name, tier, language, since)
       select customer, 'Customer ' || n, (array['standard', 'silver', 'gold', 'platinum'])[1 + n % 4], 'en', at from made`,
    `insert into contact_points (id, kind, value)
       select phone, 'phone'::contact_point_kind, '+447' || (100000000 + n) from made
       union all select mail, 'email', 'customer.' || n || '@customers.example' from made`,
    `insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
       select uuidv7(), customer, point, 'verified', at from made, unnest(array[phone, mail]) point`,
    `delete from made where n % 2 = 0`,
    `insert into tickets (id, customer_id, queue_id, status, subject, created_at, updated_at)
       select ticket, customer, q.id, 'solved', 'An earlier matter', at, at from made, queues q where q.key = 'support'`,
    `insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, last_seq, created_at, last_entry_at)
       select conversation, customer, i.id, 'sms', phone, ticket, 1, at, at from made, inboxes i where i.channel = 'sms'`,
    `insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, external_id)
       select uuidv7(), conversation, 1, 'inbound', 'sms', customer, ticket, i.id, at, 'An earlier matter', 'SMearlier' || n from made, inboxes i where i.channel = 'sms'`,
    `insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, class_key, needed_at, state, created_at, ended_at)
       select uuidv7(), ticket, conversation, customer, q.id, 'sms', 'standard', 'earlier', at, 'completed', at, at from made, queues q where q.key = 'support'`,
    'analyze',
  );
}

/** People with API tokens: agents of the support queue, or supervisors. Resolves with the tokens. */
export async function addPeople(url: string, role: 'agent' | 'supervisor', count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => newSecret('bench_'));
  await query(
    url,
    `with made as (select uuidv7() as id, hash from unnest($1::text[]) hash),
       people as (insert into agents (id, email, name, role, password_hash)
         select id, id || '@touchline.example', 'Agent ' || right(id::text, 6), $2::text::role, 'none' from made returning id),
       members as (insert into queue_members (queue_id, agent_id) select q.id, made.id from queues q, made where q.key = 'support' and $2::text = 'agent')
     insert into api_tokens (id, agent_id, name, secret_hash, created_at) select uuidv7(), id, 'bench', hash, now() from made`,
    [tokens.map(hashOf), role],
  );
  return tokens;
}
