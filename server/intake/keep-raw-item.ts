import { v7 as uuid } from 'uuid';
import type { RawArrival } from '../../channel-adapters/channel-adapter.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/** Keep what arrived, as it arrived, before anything is understood of it; with it, how far its mailbox is read. */
export async function keepRawItem(hub: Hub, arrival: RawArrival): Promise<void> {
  await hub.db.transact(async (tx) => {
    const { inbox, cursor } = arrival;
    const id = uuid();
    const kept = await tx.maybe(sql`
      insert into raw_items (id, inbox_id, channel, external_id, received_at, content, state)
      values (${id}, ${inbox.id}, ${inbox.channel}, ${arrival.externalId}, ${hub.clock.now()}, ${arrival.content}, 'received')
      on conflict (inbox_id, external_id) do nothing returning id`);
    if (kept) record(hub, tx, { name: 'raw_item.kept', actor: theHub, data: { rawItemId: id } });
    if (cursor) {
      tx.write(sql`
        insert into mailbox_cursors (inbox_id, uid_validity, last_uid) values (${inbox.id}, ${cursor.uidValidity}, ${cursor.lastUid})
        on conflict (inbox_id) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid`);
    }
  });
}
