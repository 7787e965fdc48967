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

/** Leaves of a tree of categories; the first is hardly ever chosen. */
const CATEGORIES = 40;
/** Where no gold customer ever comes. */
export const ORDINARY = 'queue_15';

/** Chance that falls the same way in every run. */
const roll = (n: string, of: number, sides: number): string => `(abs(hashint8extended(${n}, ${of}) % ${sides}))`;

/** Ids that can be told beforehand. */
export const categoryId = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const categories = `((array['${Array.from({ length: CATEGORIES }, (_, n) => categoryId(n)).join("','")}'])::uuid[])`;

/**
 * As three years of a house with twenty queues leave them: tickets with a conversation and one thing said in each. What they
 * are like is thrown by dice, each quality for itself; some are rare, and gold customers never come to one of the queues.
 */
export async function fillTickets(url: string, tickets: number): Promise<void> {
  const customers = Math.ceil(tickets / 5);
  await administer(
    url,
    `set session_replication_role = 'replica'`,
    `insert into queues (id, key, label) select uuidv7(), 'queue_' || n, jsonb_build_object('en', 'Queue ' || n, 'zh-CN', '队列 ' || n) from generate_series(1, ${QUEUES}) n`,
    `insert into agents (id, email, name, role, password_hash) select uuidv7(), 'a' || n || '@bench.example', 'Agent ' || n, 'agent', '' from generate_series(1, ${AGENTS}) n`,
    `create temporary table places as select row_number() over (order by key) - 1 as n, id, key from queues`,
    `create temporary table people as select row_number() over (order by email) - 1 as n, id from agents where email like '%@bench.example'`,
    `create temporary table kept as select n, uuidv7() as customer,
       case when ${roll('n', 1, 1000)} = 0 then 'platinum' when ${roll('n', 2, 10)} < 2 then 'gold' when ${roll('n', 2, 10)} < 4 then 'silver' else 'standard' end as tier
       from generate_series(0, ${customers - 1}) n`,
    `insert into customers (id, name, tier, language, since) select customer, 'Customer ' || n, tier, 'en', now() from kept`,
    `create temporary table made as
       select n, uuidv7() as ticket, uuidv7() as conversation, uuidv7() as entry, ${roll('n', 3, OPEN_ONE_IN)} = 0 as is_open, ${roll('n', 4, customers)} as customer,
         case when ${roll('n', 5, 1000)} = 0 then 'voice' when ${roll('n', 6, 10)} < 3 then 'email' when ${roll('n', 6, 10)} < 4 then 'web_chat' else 'sms' end::channel as channel,
         now() - interval '3 years' * (1 - n::float8 / ${tickets}) as at from generate_series(0, ${tickets - 1}) n`,
    `insert into tickets (id, customer_id, tier, channels, queue_id, kind, status, subject, assignee_id, category_id, root_cause_id, fields, due_at, due_kind, created_at, updated_at)
       select ticket, k.customer, k.tier, array[channel], p.id, (array['incident', 'service_request', 'complaint'])[1 + ${roll('made.n', 7, 3)}]::ticket_kind,
         (case when is_open then (array['new', 'open', 'pending', 'on_hold'])[1 + ${roll('made.n', 8, 4)}]
           else (array['solved', 'closed', 'closed', 'closed'])[1 + ${roll('made.n', 8, 4)}] end)::ticket_status,
         'Matter ' || made.n, case when ${roll('made.n', 9, 7)} > 0 then a.id end,
         ${categories}[case when ${roll('made.n', 10, 1000)} = 0 then 1 when ${roll('made.n', 11, 2)} = 0 then 2 + ${roll('made.n', 12, CATEGORIES - 1)} end],
         case when ${roll('made.n', 13, 1000)} = 0 then '${categoryId(0)}'::uuid end,
         case when ${roll('made.n', 14, 1000)} = 0 then '{"product": "rare"}'::jsonb when ${roll('made.n', 15, 3)} = 0 then '{"product": "usual"}' else '{}' end,
         case when is_open then now() + interval '1 hour' * (${roll('made.n', 16, 1000)} - 10) end, case when is_open then 'resolution' end, at, at
       from made join kept k on k.n = made.customer join people a on a.n = ${roll('made.n', 17, AGENTS)}
         join places p on p.n = case when k.tier = 'gold' and ${roll('made.n', 18, QUEUES + 1)} = (select n from places where key = '${ORDINARY}') then 0 else ${roll('made.n', 18, QUEUES + 1)} end`,
    `insert into ticket_marks (mark, status, updated_at, ticket_id) select mark, t.status, t.updated_at, t.id from tickets t, marks_of(t.fields) mark where t.fields <> '{}'`,
    `insert into conversations (id, customer_id, inbox_id, channel, ticket_id, last_seq, created_at, last_entry_at)
       select conversation, t.customer_id, i.id, made.channel, ticket, 1, at, at from made join tickets t on t.id = ticket, inboxes i where i.channel = 'sms'`,
    `insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, detail)
       select entry, conversation, 1, 'inbound', made.channel, t.customer_id, ticket, i.id, at, 'Something is wrong ${EVERYWHERE}', '{}'
       from made join tickets t on t.id = ticket, inboxes i where i.channel = 'sms'`,
    `insert into entry_search (entry_id, customer_id, channel, at, words)
       select entry, t.customer_id, made.channel, at, array_to_tsvector(array['${EVERYWHERE}', 'word' || n % 5000] || case when n % ${Math.floor(tickets / 3)} = 7 then array['${RARE}'] else '{}'::text[] end)
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
