import { v7 as uuid } from 'uuid';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

interface OpenTicket {
  readonly id: string;
  readonly customerId: string;
  readonly assigneeId: string;
}

const supplier = 'spares@harrow-heating-parts.example';

/**
 * What colleagues do with one another: a supplier is asked about an open ticket and has answered, two tickets of one customer
 * are linked, some are watched, and a few notices wait under each agent's bell. Needs the tickets there are.
 */
export async function writeTogether(tx: Tx, { now, colleagues }: { now: Date; colleagues: readonly Colleague[] }): Promise<void> {
  const open = await tx.all<OpenTicket>(sql`
    select id, customer_id, assignee_id from tickets where status in ('open', 'pending', 'on_hold') and assignee_id is not null order by updated_at desc, id limit 12`);
  const [asked, ...others] = open;
  const boss = colleagues.find(({ role }) => role === 'supervisor');
  if (!asked || !boss) return;
  await askSupplier(tx, asked, now);
  await linkPair(tx, boss, now);
  for (const ticket of others.slice(0, 3)) {
    tx.write(sql`insert into ticket_watchers (ticket_id, agent_id, since) values (${ticket.id}, ${boss.id}, ${before(now, 180)})`);
  }
  for (const [i, ticket] of others.slice(0, 6).entries()) giveNotice(tx, ticket, boss, before(now, 20 + 35 * i));
}

const before = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

async function askSupplier(tx: Tx, { id: ticketId, customerId, assigneeId }: OpenTicket, now: Date): Promise<void> {
  const inbox = await tx.maybe<{ id: string; address: string }>(
    sql`select id, address from inboxes where channel = 'email' order by address limit 1`,
  );
  if (!inbox) return;
  const sideId = uuid();
  const subject = 'Expansion vessel for Boreal 24 kW';
  const [askedAt, answeredAt] = [before(now, 150), before(now, 40)];
  tx.write(sql`
    insert into side_conversations (id, ticket_id, inbox_id, subject, address, created_by_id, created_at, last_at)
    values (${sideId}, ${ticketId}, ${inbox.id}, ${subject}, ${supplier}, ${assigneeId}, ${askedAt}, ${answeredAt})`);
  const messageId = `${uuid()}@northwind-home.example`;
  const mails = [
    { direction: 'out', agentId: assigneeId, at: askedAt, externalId: messageId, status: 'sent', from: inbox.address, to: supplier },
    {
      direction: 'in',
      agentId: null,
      at: answeredAt,
      externalId: `${uuid()}@harrow-heating-parts.example`,
      status: null,
      from: supplier,
      to: inbox.address,
    },
  ] as const;
  const texts = [
    'Hello, do you have three expansion vessels for the Boreal 24 kW in stock, and how soon could they be here? A customer waits for one.',
    'Good morning, two are here and leave today, the third follows on Thursday. 周四补发第三件。',
  ];
  for (const [i, { direction, agentId, at, externalId, status, from, to }] of mails.entries()) {
    tx.write(sql`
      insert into side_messages (id, side_id, inbox_id, customer_id, direction, agent_id, text, mail, at, external_id, status)
      values (${uuid()}, ${sideId}, ${inbox.id}, ${customerId}, ${direction}, ${agentId}, ${texts[i]}, ${json({ from, to: [to], cc: [], subject, messageId: externalId })},
        ${at}, ${externalId}, ${status})`);
  }
  tx.write(sql`
    insert into notices (id, agent_id, kind, ticket_id, detail, at) values (${uuid()}, ${assigneeId}, 'side_reply', ${ticketId}, ${json({ sideId })}, ${answeredAt})`);
}

/** Two tickets of one customer. */
async function linkPair(tx: Tx, boss: Colleague, now: Date): Promise<void> {
  const pair = await tx.maybe<{ one: string; other: string }>(sql`
    select a.id as one, b.id as other from tickets a join tickets b on b.customer_id = a.customer_id and b.id > a.id
    where b.status in ('open', 'pending') order by b.updated_at desc, b.id, a.id desc limit 1`);
  if (!pair) return;
  tx.write(sql`
    insert into ticket_links (id, kind, from_id, to_id, by_agent_id, at) values (${uuid()}, 'related', ${pair.one}, ${pair.other}, ${boss.id}, ${before(now, 90)})`);
}

function giveNotice(tx: Tx, { id, assigneeId }: OpenTicket, boss: Colleague, at: Date): void {
  const detail = { text: 'Could you finish this today? They have written twice. 请今天处理完。' };
  tx.write(sql`
    insert into notices (id, agent_id, kind, ticket_id, by_agent_id, detail, at)
    select ${uuid()}, ${assigneeId}, 'assigned', ${id}, ${boss.id}, ${json(detail)}, ${at} where ${assigneeId}::uuid <> ${boss.id}::uuid`);
}
