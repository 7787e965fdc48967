import { type Intake, IntakeRefused, type MailboxCursor } from '../../channel-adapters/channel-adapter.ts';
import type { InboxRow } from '../catalog/read-catalog.ts';
import { recordDelivery } from '../conversations/record-delivery.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { waitOfVisitors } from '../routing/estimates/wait-of-visitors.ts';
import { keepRawItem } from './keep-raw-item.ts';
import { readHistory } from './read-history.ts';
import { receiveMessage } from './receive-message.ts';
import { Unwanted } from './unwanted.ts';

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
    waiting: (address, senders) => waitOfVisitors(hub, address.id, senders),
    history: (address, sender, afterSeq) => readHistory(hub, address, sender, afterSeq),
  };
}

async function inboxOf(hub: Hub, id: string): Promise<InboxRow> {
  const inbox = (await hub.catalog.current()).inboxes.find((candidate) => candidate.id === id);
  if (!inbox) throw new IntakeRefused('unknown_inbox', id);
  return inbox;
}
