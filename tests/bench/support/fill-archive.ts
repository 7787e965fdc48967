import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { searchText, wordsOfName } from '../../../server/customers/search/words-of.ts';
import { mailOf, phoneOf } from './add-people.ts';
import { lexemesOf, nameOf, seededChance, textOf } from './archive-texts.ts';

export interface ArchiveSize {
  readonly customers: number;
  /** Lines of all histories together: a tenth tickets, a tenth orders, the rest was said. */
  readonly lines: number;
}

/** Of the customer who has by far the most: this share of all lines. */
export const GIANT = 0.01;
const SAID_A_TICKET = 8;
const CHUNK = 20_000;
const YEARS = 3;

/**
 * Fill an empty installation by COPY, as three years would have: in the order of time, some customers with much and most
 * with little. Indexes are made afterwards, and what triggers would have done is done here.
 */
export async function fillArchive(url: string, folder: string, { customers, lines }: ArchiveSize): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const setting of [`session_replication_role = 'replica'`, `maintenance_work_mem = '1GB'`, `synchronous_commit = off`])
      await client.query(`set ${setting}`);
    const makeIndexes = await dropIndexes(client);
    const copy = (table: string, columns: string, rows: readonly string[]) => copyRows(client, folder, `${table} (${columns})`, rows);
    const { pinyin } = await import('pinyin-pro');
    const spell = (characters: string) => pinyin(characters, { toneType: 'none', type: 'array', surname: 'head', v: true });
    for (let from = 0; from < customers; from += CHUNK) await copyCustomers(copy, from, Math.min(customers, from + CHUNK), spell);
    const { rows } = await client.query<{ queue: string; inbox: string }>(
      `select q.id as queue, i.id as inbox from queues q, inboxes i where q.key = 'support' and i.channel = 'sms' limit 1`,
    );
    const [place] = rows;
    if (!place) throw new Error('the hub has not configured this database');
    const tickets = Math.ceil(lines / (SAID_A_TICKET + 2));
    const chance = seededChance(1);
    for (let from = 0; from < tickets; from += CHUNK)
      await copyTickets(copy, { from, to: Math.min(tickets, from + CHUNK), tickets, customers, chance, ...place });
    await makeIndexes();
    await client.query(`select setval(pg_get_serial_sequence('tickets', 'number'), ${tickets})`);
    await client.query(
      `insert into search_progress (tx) values (pg_snapshot_xmin(pg_current_snapshot())) on conflict (id) do update set entry_id = null`,
    );
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

type Copy = (table: string, columns: string, rows: readonly string[]) => Promise<void>;

async function copyRows(client: pg.Client, folder: string, into: string, rows: readonly string[]): Promise<void> {
  const file = path.join(folder, `rows-${process.pid}.txt`);
  writeFileSync(file, `${rows.join('\n')}\n`);
  await client.query(`copy ${into} from '${file}'`);
  rmSync(file);
}

/** Makes ids that follow each other in time, as version 7 does. */
const idOf = (table: number, n: number): string => {
  const hex = n.toString(16).padStart(12, '0');
  return `01${table.toString(16).padStart(2, '0')}${hex.slice(0, 4)}-${hex.slice(4, 8)}-7${hex.slice(8, 11)}-8${hex.slice(11)}00-000000000000`;
};

export const customerId = (n: number): string => idOf(1, n);
export const orderNumber = (n: number): string => `SO-${n}`;

const tiers = ['standard', 'standard', 'silver', 'gold'];

async function copyCustomers(copy: Copy, from: number, to: number, spell: (characters: string) => string[]): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const since = new Date(Date.now() - YEARS * 365 * 86400_000).toISOString();
  await copy(
    'customers',
    'id, name, tier, language, external_id, since',
    numbers.map((n) => [customerId(n), nameOf(n), tiers[n % 4], n % 2 ? 'zh-CN' : 'en', `C-${n}`, since].join('\t')),
  );
  await copy(
    'contact_points',
    'id, kind, value',
    numbers.flatMap((n) => [`${idOf(2, n)}\tphone\t${phoneOf(n)}`, `${idOf(3, n)}\temail\t${mailOf(n)}`]),
  );
  const link = (n: number, table: number) => [idOf(table + 2, n), customerId(n), idOf(table, n), 'verified', since].join('\t');
  await copy(
    'contact_point_links',
    'id, customer_id, contact_point_id, evidence, created_at',
    numbers.flatMap((n) => [link(n, 2), link(n, 3)]),
  );
  const words = (n: number) => searchText([...wordsOfName(nameOf(n), spell), `c-${n}`, mailOf(n), phoneOf(n).slice(1)]);
  await copy(
    'customer_search',
    'record_id, words',
    numbers.map((n) => `${customerId(n)}\t${words(n)}`),
  );
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly tickets: number;
  readonly customers: number;
  readonly chance: () => number;
  readonly queue: string;
  readonly inbox: string;
}

async function copyTickets(copy: Copy, { from, to, tickets, customers, chance, queue, inbox }: Part): Promise<void> {
  const rows = {
    tickets: [] as string[],
    conversations: [] as string[],
    entries: [] as string[],
    words: [] as string[],
    orders: [] as string[],
  };
  const span = YEARS * 365 * 86400_000;
  for (let n = from; n < to; n++) {
    const began = Date.now() - span + (n / tickets) * span;
    const at = (minutes: number) => new Date(began + minutes * 60_000).toISOString();
    const customer = customerId(whose(n, customers, chance));
    const [ticket, conversation] = [idOf(6, n), idOf(7, n)];
    rows.tickets.push([ticket, n + 1, customer, queue, 'solved', `Matter ${n}`, at(0), at(60)].join('\t'));
    rows.conversations.push([conversation, customer, inbox, 'sms', ticket, SAID_A_TICKET, at(0), at(60)].join('\t'));
    rows.orders.push([idOf(8, n), customer, orderNumber(n), at(-30), 'EUR', 1000 + (n % 90_000), 'delivered', '[]'].join('\t'));
    for (let seq = 1; seq <= SAID_A_TICKET; seq++) {
      const number = n * SAID_A_TICKET + seq;
      const [id, text] = [idOf(9, number), textOf(number, chance)];
      const [kind, channel] = [['outbound', 'inbound', 'inbound', 'note'][seq % 4], ['sms', 'email', 'web_chat'][n % 3]];
      rows.entries.push([id, conversation, seq, kind, channel, customer, ticket, inbox, at(seq), text, '{}'].join('\t'));
      rows.words.push([id, customer, channel, at(seq), lexemesOf(text)].join('\t'));
    }
  }
  await copy('tickets', 'id, number, customer_id, queue_id, status, subject, created_at, updated_at', rows.tickets);
  await copy('conversations', 'id, customer_id, inbox_id, channel, ticket_id, last_seq, created_at, last_entry_at', rows.conversations);
  await copy('orders', 'id, customer_id, number, placed_at, currency, amount, status, items', rows.orders);
  await copy('entries', 'id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, detail', rows.entries);
  await copy('entry_search', 'entry_id, customer_id, channel, at, words', rows.words);
}

/** The first customer has by far the most; of the others some have much and most have little. */
const whose = (n: number, customers: number, chance: () => number): number =>
  n % (1 / GIANT) === 0 ? 0 : Math.floor(chance() ** 1.5 * customers);

/** Indexes of the tables that are filled, the keys left out; answers how to make them again. */
async function dropIndexes(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = any('{customers,contact_points,contact_point_links,customer_search,tickets,conversations,orders,entries,entry_search}'::regclass[])
      and not i.indisprimary and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`);
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return async () => {
    for (const { definition } of rows) await client.query(definition);
  };
}
