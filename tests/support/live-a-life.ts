import { v7 as uuid } from 'uuid';
import { type HistoryKind, historyKinds } from '../../server/contract/history.ts';
import type { Channel } from '../../server/contract/statuses.ts';
import { json, type Sql, sql } from '../../server/db/sql.ts';
import type { TestHub } from './hub.ts';

/** Something that happens with a customer. */
export interface Moment {
  readonly kind: HistoryKind;
  readonly at: Date;
}

/** Where what is said stands: opened with the first ticket. */
interface Place {
  readonly customerId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  seq: number;
}

type Tell = (test: TestHub, place: Place, id: string, at: Date) => Promise<unknown>;

/**
 * Let things happen with a customer, each in a table of its own, and answer the ids of their lines. What is said brings a
 * ticket along; it is the first moment of kind `ticket`, or stands a year before everything.
 */
export async function live(test: TestHub, customerId: string, moments: readonly Moment[]): Promise<string[]> {
  const place: Place = { customerId, ticketId: uuid(), conversationId: uuid(), seq: 0 };
  const ids: string[] = [];
  const needsPlace = moments.some(({ kind }) => isSaid(kind));
  const ticket = moments.find(({ kind }) => kind === 'ticket');
  if (ticket || needsPlace) await open(test, place, ticket?.at ?? moments[0]?.at ?? new Date());
  let first = true;
  for (const { kind, at } of moments) {
    const own = kind === 'ticket' && first;
    const id = own ? place.ticketId : uuid();
    if (own) first = false;
    else await tellers[kind](test, place, id, at);
    // A return's line is its place in its order.
    ids.push(kind === 'return' ? await returnOf(test, id) : id);
  }
  return ids;
}

const isSaid = (kind: HistoryKind): boolean => kind === 'side' || historyKinds.indexOf(kind) < historyKinds.indexOf('ticket');

async function open({ hub, queueId }: TestHub, { customerId, ticketId, conversationId }: Place, at: Date): Promise<void> {
  await hub.db.all(sql`
    insert into tickets (id, customer_id, queue_id, subject, status, created_at, updated_at) values (${ticketId}, ${customerId}, ${queueId}, 'A matter', 'solved', ${at}, ${at})`);
  await hub.db.all(sql`
    insert into conversations (id, customer_id, inbox_id, channel, ticket_id, created_at, last_entry_at)
    select ${conversationId}, ${customerId}, id, channel, ${ticketId}, ${at}, ${at} from inboxes where channel = 'sms' limit 1`);
}

const say =
  (channel: Channel, kind: 'inbound' | 'note' | 'call'): Tell =>
  ({ hub }, place, id, at) => {
    place.seq += 1;
    return hub.db.all(sql`
      insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text)
      select ${id}, c.id, ${place.seq}, ${kind}::entry_kind, ${channel}::channel, c.customer_id, c.ticket_id, c.inbox_id, ${at}, 'something said'
      from conversations c where c.id = ${place.conversationId}`);
  };

const insert =
  (statement: (place: Place, id: string, at: Date) => Sql): Tell =>
  ({ hub }, place, id, at) =>
    hub.db.all(statement(place, id, at));

const order = (returns: (at: Date) => object[]): Tell =>
  insert(
    ({ customerId }, id, at) => sql`
      insert into orders (id, customer_id, number, placed_at, currency, amount, status, items, returns)
      values (${id}, ${customerId}, ${id}, ${new Date(at.getTime() - (returns(at).length > 0 ? 5000 * 86400_000 : 0))}, 'EUR', 1000, 'paid', '[]', ${json(returns(at))})`,
  );

const tellers: Readonly<Record<HistoryKind, Tell>> = {
  voice: say('voice', 'call'),
  sms: say('sms', 'inbound'),
  email: say('email', 'inbound'),
  web_chat: say('web_chat', 'inbound'),
  note: say('sms', 'note'),
  ticket: async (test, { customerId }, id, at) => open(test, { customerId, ticketId: id, conversationId: uuid(), seq: 0 }, at),
  order: order(() => []),
  return: order((at) => [{ at: at.toISOString(), amount: 500, reason: 'too loud' }]),
  touch: insert(
    ({ customerId }, id, at) => sql`
      with campaign as (
        insert into campaigns (id, key, label, kind, starts_at, currency) values (${uuid()}, ${id}, ${json({ en: 'Spring', 'zh-CN': '春季' })}, 'mailing', ${at}, 'EUR') returning id)
      insert into touches (id, campaign_id, customer_id, external_id, channel, at, response) select ${id}, id, ${customerId}, ${id}, 'email', ${at}, 'opened' from campaign`,
  ),
  rating: insert(
    ({ customerId }, id, at) =>
      sql`insert into ratings (id, customer_id, score, comment, at, external_id) values (${id}, ${customerId}, 4, 'quick 很快', ${at}, ${id})`,
  ),
  tier_change: insert(
    ({ customerId }, id, at) =>
      sql`insert into tier_changes (id, customer_id, from_tier, to_tier, cause, at) values (${id}, ${customerId}, 'standard', 'gold', 'rules', ${at})`,
  ),
  side: insert(
    ({ customerId, ticketId, conversationId }, id, at) => sql`
      with line as (select inbox_id, ${uuid()}::uuid as side_id, ${uuid()}::uuid as by_id from conversations where id = ${conversationId}),
        side as (
          insert into side_conversations (id, ticket_id, inbox_id, subject, address, created_by_id, created_at, last_at)
          select side_id, ${ticketId}, inbox_id, 'Valve', 'parts@supplier.example', by_id, ${at}, ${at} from line returning id, inbox_id)
      insert into side_messages (id, side_id, inbox_id, customer_id, direction, text, mail, at)
      select ${id}, id, inbox_id, ${customerId}, 'in', 'we have one', '{"to":[],"cc":[],"subject":"Valve"}', ${at} from side`,
  ),
  page_visit: insert(
    ({ customerId }, id, at) =>
      sql`insert into page_visits (id, customer_id, at, url, title, external_id) values (${id}, ${customerId}, ${at}, 'https://shop.example/boilers', 'Boilers', ${id})`,
  ),
};

async function returnOf({ hub }: TestHub, orderId: string): Promise<string> {
  const { id } = await hub.db.one<{ id: string }>(sql`select id from order_returns where order_id = ${orderId}`);
  return id;
}
