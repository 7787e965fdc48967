import { lockConversation, subjectsOf } from '../../conversations/lock-conversation.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import { seatAgain } from '../../handovers/ask-colleague.ts';
import type { Hub } from '../../hub.ts';
import { refusesRecording } from './recorded-call.ts';
import { askFor } from './steer-recording.ts';

/** The carrier records from now on. News that is repeated, or comes after that of its end, changes nothing. */
export async function recordBegan(hub: Hub, conversationId: string, recordingId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const isOver = await tx.maybe(sql`select from entries where inbox_id = ${held.inboxId} and external_id = ${recordingId}`);
    if (isOver || held.callState === 'ended') return;
    const begun = await tx.maybe(sql`
      update calls set recording_id = ${recordingId}, recording_state = 'on', consult_left_out = false
      where conversation_id = ${conversationId} and recording_id is distinct from ${recordingId} returning conversation_id`);
    if (!begun) return;
    record(hub, tx, { name: 'call.recording_began', actor: theHub, ...subjectsOf(held), data: {} });
    // Two colleagues may be speaking already.
    if (await tx.maybe(sql`select from handovers where conversation_id = ${conversationId} and ended_at is null`))
      seatAgain(tx, conversationId);
    if (await refusesRecording(hub, tx, conversationId)) askFor(hub, tx, held, 'paused', theHub);
  });
}
