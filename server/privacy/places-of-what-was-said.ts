import { type Sql, sql } from '../db/sql.ts';
import { freeWords } from '../events/free-words.ts';
import { byCustomer, type Place } from './place.ts';

const theirEntries = (records: readonly string[]): Sql => sql`select id from entries where ${byCustomer(records)}`;
const theirTasks = (records: readonly string[]): Sql => sql`select id from tasks where ${byCustomer(records)}`;
const theirTickets = (records: readonly string[]): Sql => sql`select id from tickets where ${byCustomer(records)}`;
const inTheirConversations = (records: readonly string[]): Sql =>
  sql`conversation_id in (select id from conversations where ${byCustomer(records)})`;
const ofTheirTickets = (records: readonly string[]): Sql => sql`ticket_id in (${theirTickets(records)})`;
const theirSideMessages = (records: readonly string[]): Sql => sql`select id from side_messages where ${byCustomer(records)}`;
const namesWithWords = Object.keys(freeWords);

/** Conversations, what came with them, and what was made of them. */
export const saidPlaces: readonly Place[] = [
  {
    table: 'attachments',
    kind: 'attachments',
    whose: (records) => sql`entry_id in (${theirEntries(records)})`,
    erasing: 'delete',
    asFiles: ['content'],
  },
  {
    table: 'raw_items',
    kind: 'originals',
    // The row stays so that a copy which arrives late is still known.
    whose: (records) =>
      sql`(inbox_id, message_id) in (select inbox_id, external_id from entries where ${byCustomer(records)} and external_id is not null)`,
    erasing: { content: "''::bytea", detail: 'null' },
    kept: ['id', 'inbox_id', 'channel', 'external_id', 'message_id', 'received_at', 'state', 'reason', 'settled_at'],
    asFiles: ['content'],
  },
  {
    table: 'snoozes',
    kind: 'tickets',
    whose: (records) => sql`ticket_id in (${theirTickets(records)})`,
    erasing: {},
    kept: ['id', 'ticket_id', 'agent_id', 'until', 'task_ids', 'created_at', 'ended_at', 'ended_why'],
  },
  {
    table: 'reminders',
    kind: 'tickets',
    whose: (records) => sql`ticket_id in (${theirTickets(records)})`,
    erasing: { note: "''" },
    kept: ['id', 'agent_id', 'ticket_id', 'at', 'created_at', 'ended_at', 'ended_why'],
  },
  {
    table: 'read_marks',
    kind: 'messages',
    whose: inTheirConversations,
    erasing: {},
    kept: ['agent_id', 'conversation_id', 'seq', 'at'],
  },
  {
    table: 'upload_parts',
    kind: 'attachments',
    // Of a file that was never sent: its name is told, what it holds is not handed out.
    whose: (records) => sql`upload_id in (select id from uploads where ${inTheirConversations(records)})`,
    erasing: 'delete',
    derived: true,
  },
  { table: 'uploads', kind: 'attachments', whose: inTheirConversations, erasing: 'delete' },
  { table: 'drafts', kind: 'messages', whose: inTheirConversations, erasing: 'delete' },
  { table: 'scheduled_replies', kind: 'messages', whose: inTheirConversations, erasing: 'delete' },
  { table: 'notices', kind: 'tickets', whose: ofTheirTickets, erasing: 'delete' },
  { table: 'help_requests', kind: 'messages', whose: ofTheirTickets, erasing: 'delete' },
  {
    table: 'side_files',
    kind: 'attachments',
    whose: (records) => sql`message_id in (${theirSideMessages(records)})`,
    erasing: 'delete',
    asFiles: ['content'],
  },
  { table: 'side_messages', kind: 'messages', whose: byCustomer, erasing: 'delete' },
  { table: 'side_conversations', kind: 'messages', whose: ofTheirTickets, erasing: 'delete' },
  { table: 'entry_search', kind: 'search_words', whose: byCustomer, erasing: 'delete', derived: true },
  {
    table: 'entries',
    kind: 'messages',
    whose: byCustomer,
    erasing: {
      text: "''",
      html: 'null',
      // Of a call: that it was, and how long.
      detail:
        "jsonb_strip_nulls(jsonb_build_object('type', detail -> 'type', 'seconds', detail -> 'seconds', 'outcome', detail -> 'outcome'))",
    },
    // Carriers' ids stay: they say nothing, and a delivery that is repeated late is known by them.
    kept: [
      ...['id', 'conversation_id', 'seq', 'kind', 'channel', 'customer_id', 'ticket_id', 'inbox_id', 'at', 'agent_id'],
      ...['external_id', 'client_id', 'status', 'status_at', 'error_code', 'attempted_at'],
    ],
  },
  {
    table: 'conversations',
    kind: 'messages',
    whose: byCustomer,
    erasing: { subject: 'null', contact_point_id: 'null' },
    kept: ['id', 'customer_id', 'inbox_id', 'channel', 'ticket_id', 'last_seq', 'created_at', 'last_entry_at'],
  },
  {
    table: 'tickets',
    kind: 'tickets',
    whose: byCustomer,
    erasing: { subject: "''", fields: "'{}'", root_cause_note: "''" },
    kept: [
      ...['category_id', 'root_cause_id', 'tier', 'channels'],
      ...['id', 'number', 'customer_id', 'queue_id', 'kind', 'status', 'assignee_id', 'unserved_since', 'created_at', 'updated_at'],
      ...['clocks', 'due_at', 'due_kind', 'clock_at'],
    ],
  },
  {
    table: 'checklist_items',
    kind: 'tickets',
    whose: (records) => sql`ticket_id in (${theirTickets(records)})`,
    // What a category asks for is nobody's; what somebody added by hand may be.
    toErase: (records) => sql`ticket_id in (${theirTickets(records)}) and category_id is null`,
    erasing: { label: `'{"en": "", "zh-CN": ""}'` },
    kept: ['id', 'ticket_id', 'rank', 'category_id', 'added_by_id', 'added_at', 'done_at', 'done_by_id'],
  },
  {
    table: 'callbacks',
    kind: 'calls',
    whose: (records) => sql`task_id in (${theirTasks(records)})`,
    erasing: { number: "''" },
    kept: ['task_id', 'conversation_id', 'call_id', 'requested_at', 'attempts', 'last_attempt_at', 'dialling_since', 'leg_id'],
  },
  {
    table: 'calls',
    kind: 'calls',
    whose: (records) => sql`conversation_id in (select id from conversations where ${byCustomer(records)})`,
    erasing: {},
    kept: [
      ...['conversation_id', 'external_id', 'state', 'agent_id', 'started_at', 'connected_at', 'ended_at', 'end_reason', 'choice'],
      ...['recording_id', 'recording_state', 'recording_told_at', 'consult_left_out'],
    ],
  },
  {
    table: 'wait_estimates',
    kind: 'estimates',
    whose: (records) => sql`task_id in (${theirTasks(records)})`,
    erasing: 'delete',
  },
  {
    table: 'tasks',
    kind: 'tickets',
    whose: byCustomer,
    erasing: {},
    kept: [
      ...['id', 'ticket_id', 'conversation_id', 'customer_id', 'queue_id', 'channel', 'tier', 'skills', 'class_key', 'needed_at', 'state'],
      ...['agent_id', 'cooling_until', 'preferred_agent_id', 'held_until', 'kind', 'created_at', 'assigned_at', 'wrapping_at'],
      ...['wrap_up_until', 'ended_at', 'end_reason', 'disposition'],
    ],
  },
  {
    table: 'events',
    kind: 'events',
    // By the indexes there are: of their tickets, and the few by name in which somebody's own words stand.
    whose: (records) => sql`(ticket_id in (${theirTickets(records)}) or (name = any(${namesWithWords}::text[]) and ${concern(records)}))`,
    toErase: (records) => sql`name = any(${namesWithWords}::text[]) and ${concern(records)} and data ->> 'reason' is not null`,
    erasing: { data: `data || '{"reason": ""}'` },
    kept: [
      ...['id', 'at', 'name', 'actor_kind', 'actor_id', 'customer_id', 'conversation_id', 'seq', 'ticket_id', 'task_id', 'agent_id'],
      ...['queue_id', 'entry_id', 'tx'],
    ],
  },
];

/** A merge and its like are told of one customer and name the other. */
const concern = (records: readonly string[]): Sql => sql`(${byCustomer(records)}
  or data ->> 'mergedId' = any(${[...records]}::text[]) or data ->> 'keptId' = any(${[...records]}::text[]) or data ->> 'otherId' = any(${[...records]}::text[]))`;
