import { administer } from '../../support/administer.ts';

/**
 * Let customers `from` … `to` wait for the support queue, each with a ticket and a conversation of their own: three channels,
 * four tiers, some asking for Chinese. Nothing is analysed: a rush does not wait for autovacuum.
 */
export const fillQueue = (url: string, from: number, to: number): Promise<void> =>
  administer(url, ...makeTasks(from, to, ['sms', 'web_chat', 'voice']), insertTasks(`'pending'`, 'null'));

/** Agents at work: of ten, nine are on a call and one is free for mail only. All are available and present. */
export const addBusyAgents = (url: string, count: number): Promise<void> =>
  administer(
    url,
    ...makeAgents(count, ['zh']),
    `insert into agent_capacities (agent_id, channel, "limit") select id, 'email', 5 from staff where n % 10 = 0`,
    `insert into agent_capacities (agent_id, channel, "limit") select id, c::channel, 3 from staff, unnest('{voice,sms,email,web_chat}'::text[]) c where n % 10 > 0`,
    ...makeTasks(-count, -1, ['voice']),
    `update made set agent = staff.id from staff where made.n = -staff.n and staff.n % 10 > 0`,
    `delete from made where agent is null`,
    insertTasks(`'assigned'`, 'agent'),
  );

/** Agents with nothing to do, for everything, of several languages. */
export const addFreeAgents = (url: string, count: number): Promise<void> =>
  administer(
    url,
    ...makeAgents(count, ['zh', 'en']),
    `insert into agent_capacities (agent_id, channel, "limit") select id, c::channel, 3 from staff, unnest('{voice,sms,email,web_chat}'::text[]) c`,
  );

/** People who have signed in somewhere. */
const makeAgents = (count: number, skills: readonly string[]): string[] => [
  `create temporary table staff as select n, uuidv7() as id from generate_series(1, ${count}) n`,
  `insert into agents (id, email, name, role, password_hash, status) select id, id || '@touchline.example', 'Agent ' || n, 'agent', 'none', 'available' from staff`,
  `insert into presences (id, agent_id, since) select 'bench ' || id, id, now() from staff`,
  `insert into queue_members (queue_id, agent_id) select q.id, s.id from queues q, staff s where q.key = 'support'`,
  ...skills.map(
    (skill, i) => `insert into agent_skills (agent_id, skill, level) select id, '${skill}', 1 + n % 3 from staff where n % ${2 + i} = 0`,
  ),
];

const makeTasks = (from: number, to: number, channels: readonly string[]): string[] => [
  `create temporary table made as
     select n, uuidv7() as customer, uuidv7() as ticket, uuidv7() as conversation, uuidv7() as task, null::uuid as agent,
       (array['standard', 'silver', 'gold', 'platinum'])[1 + abs(n) % 4] as tier,
       ('{${channels.join(',')}}'::channel[])[1 + abs(n / 4) % ${channels.length}] as channel,
       case when n % 5 = 0 then 2 end as zh, now() - (abs(n) % 5000) * interval '0.1 second' as at
     from generate_series(${from}, ${to}) n`,
];

const insertTasks = (state: string, agent: string): string => `
  with customers as (insert into customers (id, name, tier, since) select customer, 'Customer ' || n, tier, at from made),
    tickets as (insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at)
      select ticket, customer, q.id, 'A matter of ' || n, at, at from made, queues q where q.key = 'support'),
    conversations as (insert into conversations (id, customer_id, inbox_id, channel, ticket_id, created_at, last_entry_at)
      select conversation, customer, i.id, made.channel, ticket, at, at from made join inboxes i on i.channel = made.channel)
  insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, created_at, state, agent_id)
  select task, ticket, conversation, customer, q.id, channel, tier, case when zh is null then '{}'::jsonb else jsonb_build_object('zh', zh) end,
    q.id || '|' || tier || '|' || channel || '|' || coalesce('zh:' || zh, ''), at, at, ${state}, ${agent}
  from made, queues q where q.key = 'support'`;
