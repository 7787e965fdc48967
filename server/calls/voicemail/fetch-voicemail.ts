import { v7 as uuid } from 'uuid';
import { DeliveryError, type FileContent } from '../../../channel-adapters/channel-adapter.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import type { JobRun } from '../../jobs/job-run.ts';

interface Voicemail {
  recordingId: string;
  callId: string;
  conversationId: string;
  customerId: string;
  ticketId: string;
  queueId: string;
}

/** Fetch what a caller said and keep it with its entry. What can never be had is named there; the need stands all the same. */
export async function fetchVoicemail(hub: Hub, { entryId }: { entryId: string }, run: JobRun): Promise<void> {
  const voicemail = await hub.db.maybe<Voicemail>(sql`
    select e.external_id as recording_id, coalesce(b.call_id, c.external_id) as call_id, e.conversation_id, e.customer_id, e.ticket_id, t.queue_id
    from entries e join calls c on c.conversation_id = e.conversation_id join tickets t on t.id = e.ticket_id
    left join callbacks b on b.conversation_id = e.conversation_id
    where e.id = ${entryId} and e.error_code is null and not exists (select from attachments a where a.entry_id = e.id)`);
  const control = hub.channels.voice?.calls;
  if (!voicemail || !control) return;
  try {
    await keep(hub, entryId, voicemail, await control.fetchRecording(voicemail));
  } catch (error) {
    const refused = error instanceof DeliveryError ? error : undefined;
    if (!refused?.permanent && !run.last) throw error;
    await keep(hub, entryId, voicemail, refused?.code ?? 'internal');
  }
}

/** The sound, or why there is none. */
async function keep(hub: Hub, entryId: string, voicemail: Voicemail, found: FileContent | string): Promise<void> {
  const { conversationId, customerId, ticketId, queueId } = voicemail;
  const errorCode = typeof found === 'string' ? found : null;
  await hub.db.transact(async (tx) => {
    // Of two runs at once one waits here, and then finds it done.
    tx.write(sql`select 1 from entries where id = ${entryId} for update`);
    if (await tx.maybe(sql`select from attachments where entry_id = ${entryId}`)) return;
    if (typeof found === 'string') tx.write(sql`update entries set error_code = ${found} where id = ${entryId}`);
    else
      tx.write(sql`
        insert into attachments (id, entry_id, name, content_type, size, content)
        values (${uuid()}, ${entryId}, ${found.name}, ${found.contentType}, ${found.content.length}, ${found.content})`);
    record(hub, tx, {
      name: 'voicemail.fetched',
      actor: theHub,
      customerId,
      conversationId,
      ticketId,
      queueId,
      entryId,
      data: { errorCode },
    });
  });
}
