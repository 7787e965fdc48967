import { type Intake, IntakeRefused, type MailboxCursor, type SaidBefore } from '../../channel-adapters/channel-adapter.ts';
import type { InboxRow } from '../catalog/read-catalog.ts';
import { recordDelivery } from '../conversations/record-delivery.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { keepRawItem } from './keep-raw-item.ts';
import { receiveMessage } from './receive-message.ts';
import { Unwanted } from './unwanted.ts';

const HISTORY = 200;

/** What listening adapters may ask of the hub. */
export function adapterIntake(hub: Hub): Intake {
  return {
    keep: (arrival) => keepRawItem(hub, arrival),
    async take(address, item) {
      if (item.kind === 'report') {
        await recordDelivery(hub, address.id, item);
        return { conversationId: '', seq: 0, duplicate: false };
      }
      try {
        return await receiveMessage(hub, await inboxOf(hub, address.id), item);
      } catch (error) {
        if (error instanceof Unwanted) throw new IntakeRefused(error.reason, error.detail);
        throw error;
      }
    },
    cursor: (address) =>
      hub.db.maybe<MailboxCursor>(sql`select uid_validity, last_uid from mailbox_cursors where inbox_id = ${address.id}`),
    history: (address, sender, afterSeq) =>
      hub.db.all<SaidBefore>(sql`
        select case when e.kind = 'inbound' then e.external_id else e.id::text end as id, e.seq, case when e.kind = 'inbound' then 'customer' else 'agent' end as "from",
          a.name as agent_name, e.text, e.at
        from contact_points p join conversations c on c.contact_point_id = p.id and c.inbox_id = ${address.id}
        join entries e on e.conversation_id = c.id and e.kind in ('inbound', 'outbound') and e.seq > ${afterSeq}
        left join agents a on a.id = e.agent_id
        where p.kind = ${sender.kind}::contact_point_kind and p.value = ${sender.value} order by e.seq limit ${HISTORY}`),
  };
}

async function inboxOf(hub: Hub, id: string): Promise<InboxRow> {
  const inbox = (await hub.catalog.current()).inboxes.find((candidate) => candidate.id === id);
  if (!inbox) throw new IntakeRefused('unknown_inbox', id);
  return inbox;
}
