import { v7 as uuid } from 'uuid';
import type { FileContent } from '../../../channel-adapters/addresses.ts';
import { DeliveryError } from '../../../channel-adapters/channel-adapter.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { JobRun } from '../../jobs/job-run.ts';

interface Recording {
  type: 'voicemail' | 'recording';
  seconds: number;
  recordingId: string;
  callId: string;
  conversationId: string;
  customerId: string;
  ticketId: string;
  queueId: string;
}

/**
 * Fetch what was said, by a caller for us to hear or by both, and keep it with its entry; the carrier then forgets it.
 * What can never be had is named there; the need stands all the same. Of somebody who was erased meanwhile nothing is kept.
 */
export async function fetchRecording(hub: Hub, { entryId }: { entryId: string }, run: JobRun): Promise<void> {
  const recording = await readRecording(hub, entryId);
  const control = hub.channels.voice?.calls;
  if (!recording || !control) return;
  const { recordingId, callId, conversationId, seconds, type } = recording;
  try {
    const found = await control.fetchRecording({ recordingId, seconds, ...(type === 'voicemail' ? { callId } : { conversationId }) });
    await keep(hub, entryId, recording, found);
  } catch (error) {
    const refused = error instanceof DeliveryError ? error : undefined;
    if (!refused?.permanent && !run.last) throw error;
    await keep(hub, entryId, recording, refused?.code ?? 'internal');
  }
}

/** What is kept here is not left with the carrier as well. */
export async function deleteRecording(hub: Hub, { recordingId }: { recordingId: string }): Promise<void> {
  await hub.channels.voice?.calls?.deleteRecording({ recordingId });
}

/** Undefined once its sound is here, or was named as never to be had. */
const readRecording = (hub: Hub, entryId: string): Promise<Recording | undefined> =>
  hub.db.maybe<Recording>(sql`
    select e.detail ->> 'type' as type, (e.detail ->> 'seconds')::int as seconds, e.external_id as recording_id,
      coalesce(b.call_id, c.external_id) as call_id, e.conversation_id, e.customer_id, e.ticket_id, t.queue_id
    from entries e join calls c on c.conversation_id = e.conversation_id join tickets t on t.id = e.ticket_id
    left join callbacks b on b.conversation_id = e.conversation_id
    where e.id = ${entryId} and e.error_code is null and not exists (select from attachments a where a.entry_id = e.id)`);

/** Held until the sound is written: an erasure comes before, and is seen, or after, and finds it. */
async function isErased(tx: Tx, customerId: string): Promise<boolean> {
  const { erasedAt } = await tx.one<{ erasedAt: Date | null }>(sql`select erased_at from customers where id = ${customerId} for share`);
  return erasedAt !== null;
}

/** The sound, or why there is none. */
async function keep(hub: Hub, entryId: string, recording: Recording, found: FileContent | string): Promise<void> {
  const { conversationId, customerId, ticketId, queueId, recordingId, type } = recording;
  const errorCode = typeof found === 'string' ? found : null;
  await hub.db.transact(async (tx) => {
    // Of two runs at once one waits here, and then finds it done.
    tx.write(sql`select 1 from entries where id = ${entryId} for update`);
    if (await tx.maybe(sql`select from attachments where entry_id = ${entryId}`)) return;
    if (await isErased(tx, customerId)) return enqueue(tx, { job: 'delete-recording', payload: { recordingId } });
    if (typeof found === 'string') tx.write(sql`update entries set error_code = ${found} where id = ${entryId}`);
    else {
      tx.write(sql`
        insert into attachments (id, entry_id, name, content_type, size, content)
        values (${uuid()}, ${entryId}, ${found.name}, ${found.contentType}, ${found.content.length}, ${found.content})`);
      enqueue(tx, { job: 'delete-recording', payload: { recordingId } });
    }
    const subjects = { customerId, conversationId, ticketId, queueId, entryId };
    const name = type === 'voicemail' ? 'voicemail.fetched' : 'call.recording_fetched';
    record(hub, tx, { name, actor: theHub, ...subjects, data: { errorCode } });
  });
}
