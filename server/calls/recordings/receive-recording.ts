import { type HeldConversation, lockConversation, subjectsOf } from '../../conversations/lock-conversation.ts';
import { type Tx, violatedConstraint } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { addCallEntry } from '../add-call-entry.ts';

/**
 * What was said in a call has been recorded: it stands in the conversation at once, with whom it was said to, and a job
 * fetches the sound. The same news again changes nothing; it may come before that of the call's end, or hours after.
 */
export async function receiveRecording(hub: Hub, conversationId: string, recordingId: string, seconds: number | null): Promise<void> {
  try {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      const wasOn = await tx.maybe(sql`
        update calls set recording_id = null, recording_state = null
        where conversation_id = ${conversationId} and recording_id = ${recordingId} returning conversation_id`);
      if (seconds !== null) await keep(hub, tx, held, recordingId, seconds);
      else if (wasOn) record(hub, tx, { name: 'call.recording_empty', actor: theHub, ...subjectsOf(held), data: {} });
    });
  } catch (error) {
    if (violatedConstraint(error) !== 'entries_inbox_id_external_id_key') throw error;
  }
}

async function keep(hub: Hub, tx: Tx, held: HeldConversation, recordingId: string, seconds: number): Promise<void> {
  // Whoever has the call now may not be who it was: they have handed it on.
  const speaker = await tx.maybe<{ agentId: string | null }>(sql`
    select agent_id from entries where conversation_id = ${held.id} and detail ->> 'type' = 'connected' order by seq desc limit 1`);
  const entryId = addCallEntry(hub, tx, held.id, { type: 'recording', seconds }, speaker?.agentId);
  tx.write(sql`update entries set external_id = ${recordingId} where id = ${entryId}`);
  record(hub, tx, { name: 'call.recorded', actor: theHub, ...subjectsOf(held), entryId, data: { seconds } });
  enqueue(tx, { job: 'fetch-recording', payload: { entryId } });
}
