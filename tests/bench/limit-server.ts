import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { v7 as uuid } from 'uuid';

// The limit of intake: what the same rows cost when nothing is done but writing them. No signature is checked, nobody is
// looked up, nothing is locked, nobody is told; who writes is known from memory, and all rows go in one statement.

/** What must be known to write the rows; read once at the start. */
interface Line {
  customer: string;
  tier: string;
  point: string;
  conversation: string | null;
  ticket: string | null;
  open: boolean;
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const { queue, inbox } = (
  await pool.query(`select q.id as queue, i.id as inbox from inboxes i join queues q on q.id = i.queue_id where i.channel = 'sms'`)
).rows[0];
const lines = new Map<string, Line>(
  (
    await pool.query(`
      select p.value, l.customer_id as customer, k.tier, p.id as point, c.id as conversation, c.ticket_id as ticket, false as open
      from contact_points p join contact_point_links l on l.contact_point_id = p.id join customers k on k.id = l.customer_id
      left join conversations c on c.contact_point_id = p.id where p.kind = 'phone'`)
  ).rows.map(({ value, ...line }) => [value, line]),
);

const server = createServer((request, response) => {
  readForm(request)
    .then(write)
    .then(
      () => response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end('<?xml version="1.0" encoding="UTF-8"?><Response/>'),
      (error) => response.writeHead(500).end(String(error)),
    );
});
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`));
process.on('SIGINT', () => process.exit(0));

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

async function write(form: URLSearchParams): Promise<void> {
  const line = lines.get(form.get('From') ?? '');
  if (!line) throw new Error('unknown number');
  const said = { now: new Date(), entry: uuid(), text: form.get('Body'), sid: form.get('MessageSid') };
  if (!line.conversation || !line.ticket) await begin(line, said);
  else if (!line.open) await comeBack(line, said);
  else await goOn(line, said);
}

interface Said {
  now: Date;
  entry: string;
  text: string | null;
  sid: string | null;
}

const insertEntry =
  'insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, detail, external_id)';
const insertTask =
  'insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, created_at)';
const insertEvents =
  'insert into events (at, name, actor_kind, actor_id, customer_id, conversation_id, seq, ticket_id, task_id, queue_id, entry_id, data)';

/** A first contact: ticket, conversation, entry, task and four events. */
async function begin(line: Line, { now, entry, text, sid }: Said): Promise<void> {
  const [ticket, conversation] = [uuid(), uuid()];
  await pool.query({
    name: 'begin',
    text: `
      with ticket as (insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at) values ($1, $2, $3, left($4, 80), $5, $5)),
        line as (insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, last_seq, created_at, last_entry_at)
          values ($6, $2, $7, 'sms', $8, $1, 1, $5, $5)),
        said as (${insertEntry} values ($9, $6, 1, 'inbound', 'sms', $2, $1, $7, $5, $4, '{}', $10)),
        task as (${insertTask} values ($11, $1, $6, $2, $3, 'sms', $12, '{}', $13, $5, $5))
      ${insertEvents} values
        ($5, 'ticket.opened', 'customer', $2, $2, null, null, $1, null, $3, null, '{}'),
        ($5, 'conversation.opened', 'customer', $2, $2, $6, null, $1, null, $3, null, '{}'),
        ($5, 'message.received', 'customer', $2, $2, $6, 1, $1, null, $3, $9, '{}'),
        ($5, 'task.queued', 'customer', $2, $2, $6, null, $1, $11, $3, null, '{"reason":"new_need"}')`,
    values: [ticket, line.customer, queue, text, now, conversation, inbox, line.point, entry, sid, uuid(), line.tier, classKey(line)],
  });
  Object.assign(line, { conversation, ticket, open: true });
}

const addEntry = `
  line as (update conversations set last_seq = last_seq + 1, last_entry_at = $2, ticket_id = $3 where id = $1 returning last_seq),
  said as (${insertEntry} select $4, $1, last_seq, 'inbound', 'sms', $5, $3, $6, $2, $7, '{}', $8 from line),
  ticket as (update tickets set status = 'open', updated_at = $2 where id = $3)`;

/** A need after a solved one: entry, task and three events; conversation and ticket change. */
async function comeBack(line: Line, { now, entry, text, sid }: Said): Promise<void> {
  await pool.query({
    name: 'come back',
    text: `
      with ${addEntry}, task as (${insertTask} values ($9, $3, $1, $5, $10, 'sms', $11, '{}', $12, $2, $2))
      ${insertEvents} select $2, e.name, 'customer', $5, $5, $1, e.seq, $3, e.task, $10, e.entry, e.data
      from line, lateral (values ('message.received', last_seq, $4, null::uuid, '{}'::jsonb), ('ticket.status_changed', null, null, null, '{"from":"solved","to":"open"}'),
        ('task.queued', null, null, $9, '{"reason":"new_need"}')) e(name, seq, entry, task, data)`,
    values: [line.conversation, now, line.ticket, entry, line.customer, inbox, text, sid, uuid(), queue, line.tier, classKey(line)],
  });
  line.open = true;
}

/** More about an open need: entry and one event; conversation and ticket change. */
async function goOn(line: Line, { now, entry, text, sid }: Said): Promise<void> {
  await pool.query({
    name: 'go on',
    text: `with ${addEntry} ${insertEvents} select $2, 'message.received', 'customer', $5, $5, $1, last_seq, $3, null, $9, $4, '{}' from line`,
    values: [line.conversation, now, line.ticket, entry, line.customer, inbox, text, sid, queue],
  });
}

const classKey = (line: Line): string => `${queue}|${line.tier}|sms|`;
