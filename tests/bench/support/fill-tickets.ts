import { administer } from '../../support/administer.ts';

/** Queues besides the one that comes with the hub. */
const QUEUES = 19;
const AGENTS = 200;
/** One ticket in this many is not solved yet. */
const OPEN_ONE_IN = 20;
/** Tickets whose history is opened: by how many entries they have. */
export const longHistories = [50, 2000] as const;
export const RARE = 'quixotic';
export const EVERYWHERE = 'everywhere';

/** As three years of a house with twenty queues leave them: tickets with a conversation and one thing said in each. */
export async function fillTickets(url: string, tickets: number): Promise<void> {
  await administer(
    url,
    `set session_replication_role = 'replica'`,
    `insert into queues (id, key, label) select uuidv7(), 'queue_' || n, jsonb_build_object('en', 'Queue ' || n, 'zh-CN', '队列 ' || n) from generate_series(1, ${QUEUES}) n`,
    `insert into agents (id, email, name, role, password_hash) select uuidv7(), 'a' || n || '@bench.example', 'Agent ' || n, 'agent', '' from generate_series(1, ${AGENTS}) n`,
    `create temporary table places as select row_number() over (order by key) - 1 as n, id from queues`,
    `create temporary table people as select row_number() over (order by email) - 1 as n, id from agents`,
    `create temporary table kept as select n, uuidv7() as customer from generate_series(0, ${Math.ceil(tickets / 5) - 1}) n`,
    `insert into customers (id, name, tier, language, since)
       select customer, 'Customer ' || n, (array['standard', 'standard', 'standard', 'silver', 'gold'])[1 + n % 5], 'en', now() from kept`,
    `create temporary table made as
       select n, uuidv7() as ticket, uuidv7() as conversation, uuidv7() as entry, n % ${OPEN_ONE_IN} = 0 as is_open,
         now() - interval '3 years' * (1 - n::float8 / ${tickets}) as at from generate_series(0, ${tickets - 1}) n`,
    `insert into tickets (id, customer_id, queue_id, kind, status, subject, assignee_id, category_id, fields, due_at, due_kind, created_at, updated_at)
       select ticket, k.customer, p.id, (array['incident', 'service_request', 'complaint'])[1 + made.n % 3]::ticket_kind,
         (case when is_open then (array['new', 'open', 'pending', 'on_hold'])[1 + (made.n / ${OPEN_ONE_IN}) % 4]
           else (array['solved', 'closed', 'closed', 'closed'])[1 + made.n % 4] end)::ticket_status,
         'Matter ' || made.n, case when made.n % 7 > 0 then a.id end, null,
         case when made.n % 1000 = 1 then '{"product": "rare"}'::jsonb when made.n % 3 = 0 then '{"product": "usual"}' else '{}' end,
         case when is_open then at + interval '3 years' end, case when is_open then 'resolution' end, at, at
       from made join kept k on k.n = made.n % (select count(*) from kept) join places p on p.n = made.n % ${QUEUES + 1} join people a on a.n = (made.n / 3) % ${AGENTS}`,
    `insert into conversations (id, customer_id, inbox_id, channel, ticket_id, last_seq, created_at, last_entry_at)
       select conversation, t.customer_id, i.id, 'sms', ticket, 1, at, at from made join tickets t on t.id = ticket, inboxes i where i.channel = 'sms'`,
    `insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, detail)
       select entry, conversation, 1, 'inbound', 'sms', t.customer_id, ticket, i.id, at, 'Something is wrong ${EVERYWHERE}', '{}'
       from made join tickets t on t.id = ticket, inboxes i where i.channel = 'sms'`,
    `insert into entry_search (entry_id, customer_id, channel, at, words)
       select entry, t.customer_id, 'sms', at, array_to_tsvector(array['${EVERYWHERE}', 'word' || n % 5000] || case when n % ${Math.floor(tickets / 3)} = 7 then array['${RARE}'] else '{}'::text[] end)
       from made join tickets t on t.id = ticket`,
    ...longHistories.map(
      (entries, i) => `insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, detail)
       select uuidv7(), c.id, 1 + s, case when s % 2 = 0 then 'inbound' else 'outbound' end::entry_kind, 'sms', c.customer_id, c.ticket_id, c.inbox_id, now(), 'Line ' || s, '{}'
       from conversations c join tickets t on t.id = c.ticket_id, generate_series(1, ${entries - 1}) s where t.number = ${i + 1}`,
    ),
    `update conversations c set last_seq = (select max(seq) from entries e where e.conversation_id = c.id) where c.ticket_id in (select id from tickets where number <= ${longHistories.length})`,
    `insert into search_progress (tx) values (pg_snapshot_xmin(pg_current_snapshot())) on conflict (id) do update set entry_id = null`,
  );
  await administer(url, 'vacuum analyze');
}

/** The agent serves this many queues. */
export const joinQueues = (url: string, count: number): Promise<unknown> =>
  administer(
    url,
    `insert into queue_members (queue_id, agent_id) select q.id, m.agent_id from queues q, queue_members m where q.key like 'queue_%' and q.key <= 'queue_${9 + count}' and q.key >= 'queue_10' on conflict do nothing`,
  );
