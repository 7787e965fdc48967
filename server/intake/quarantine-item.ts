import { v7 as uuid } from 'uuid';
import type { Channel } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { QuarantineReason } from './quarantine-reasons.ts';

/** Why an item waits in quarantine instead of in a conversation. */
export interface Reason {
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** Put a kept item aside, with the reason, counted and ready to be run again. */
export function quarantineItem(hub: Hub, tx: Tx, item: { id: string; channel: Channel }, { reason, detail }: Reason): void {
  tx.write(
    sql`update raw_items set state = 'quarantined', reason = ${reason}, detail = ${storable(detail)}, settled_at = ${hub.clock.now()} where id = ${item.id}`,
  );
  record(hub, tx, { name: 'item.quarantined', actor: theHub, data: { rawItemId: item.id, reason } });
  tx.afterCommit(() => hub.counters.inbound.inc({ channel: item.channel, outcome: 'quarantined' }));
}

/** What was found wrong may quote what came in: PostgreSQL takes neither NUL nor half surrogate pairs. */
const storable = (detail: string): string => detail.slice(0, 500).replace(/[\0\p{Cs}]/gu, '');

/** Keep an item that was refused before it was ever stored (a webhook that cannot be understood). */
export async function quarantineNew(hub: Hub, item: { inboxId: string; channel: Channel; content: Buffer }, reason: Reason): Promise<void> {
  await hub.db.transact(async (tx) => {
    const id = uuid();
    tx.write(sql`
      insert into raw_items (id, inbox_id, channel, external_id, received_at, content, state)
      values (${id}, ${item.inboxId}, ${item.channel}, ${`refused:${id}`}, ${hub.clock.now()}, ${item.content}, 'received')`);
    quarantineItem(hub, tx, { id, channel: item.channel }, reason);
  });
}
