import { v7 as uuid } from 'uuid';
import { type Tx, violatedConstraint } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { signatureOf } from '../standing/standing-words.ts';

export interface SideWords {
  readonly clientId: string;
  readonly text: string;
}

/** What stands above a mail of a side conversation. */
export interface SideMail {
  readonly from?: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly messageId?: string;
  readonly references?: readonly string[];
  /** What stands below the words. */
  readonly signature?: string;
}

/** Write on. The same `clientId` again changes nothing. Throws `not_found`, `nothing_to_send` or `client_id_reused`. */
export async function writeSide(hub: Hub, agentId: string, sideId: string, words: SideWords): Promise<void> {
  try {
    await hub.db.transact(async (tx) => {
      tx.write(sql`select 1 from side_conversations where id = ${sideId} for update`);
      const before = await sideOfClient(tx, agentId, words.clientId, words.text);
      if (before && before !== sideId) throw new HubError('client_id_reused');
      if (!before) await writeSideMessage(hub, tx, agentId, sideId, words);
    });
  } catch (error) {
    if (violatedConstraint(error) === 'side_messages_client_id_key') throw new HubError('client_id_reused');
    throw error;
  }
}

/** In which side conversation this was written already. Throws `client_id_reused` for other words. */
export async function sideOfClient(tx: Tx, agentId: string, clientId: string, text: string): Promise<string | undefined> {
  const before = await tx.maybe<{ sideId: string; agentId: string | null; text: string }>(
    sql`select side_id, agent_id, text from side_messages where client_id = ${clientId}`,
  );
  if (before && (before.agentId !== agentId || before.text !== text)) throw new HubError('client_id_reused');
  return before?.sideId;
}

interface SideRow {
  readonly ticketId: string;
  readonly recordId: string;
  readonly customerId: string;
  readonly queueId: string;
  readonly inboxId: string;
  readonly address: string;
  readonly subject: string;
}

/** The mail itself, queued with the job that sends it. */
export async function writeSideMessage(hub: Hub, tx: Tx, agentId: string, sideId: string, { clientId, text }: SideWords): Promise<void> {
  if (text.trim() === '') throw new HubError('nothing_to_send');
  const side = await tx.maybe<SideRow>(sql`
    select s.ticket_id, r.id as record_id, coalesce(r.merged_into_id, r.id) as customer_id, t.queue_id, s.inbox_id, s.address, s.subject
    from side_conversations s join tickets t on t.id = s.ticket_id join customers r on r.id = t.customer_id where s.id = ${sideId}`);
  if (!side) throw new HubError('not_found');
  const id = uuid();
  const now = hub.clock.now();
  const signature = await signatureOf(hub, tx, { ...side, agentId });
  const mail = { ...(await heading(hub, tx, sideId, side)), ...(signature ? { signature } : {}) };
  tx.write(sql`
    insert into side_messages (id, side_id, inbox_id, customer_id, direction, agent_id, text, mail, at, external_id, client_id, status)
    values (${id}, ${sideId}, ${side.inboxId}, ${side.recordId}, 'out', ${agentId}, ${text}, ${json(mail)}, ${now}, ${mail.messageId}, ${clientId}, 'queued')`);
  tx.write(sql`update side_conversations set last_at = ${now} where id = ${sideId}`);
  const { ticketId, customerId, queueId } = side;
  record(hub, tx, { name: 'side.written', actor: agentActor(agentId), ticketId, customerId, queueId, data: { sideId, sideMessageId: id } });
}

/** The Message-ID is ours from the beginning, so that an answer finds its thread whatever becomes of the sending. */
async function heading(hub: Hub, tx: Tx, sideId: string, { address, subject }: SideRow): Promise<SideMail & { messageId: string }> {
  const earlier = await tx.all<{ externalId: string }>(
    sql`select external_id from side_messages where side_id = ${sideId} and external_id is not null order by at desc, id desc limit 20`,
  );
  return {
    to: [address],
    cc: [],
    subject: earlier.length > 0 ? `Re: ${subject}` : subject,
    messageId: `${uuid()}@${new URL(hub.config.publicUrl).hostname}`,
    references: earlier.map(({ externalId }) => externalId).toReversed(),
  };
}
