import { lockConversation } from '../../conversations/lock-conversation.ts';
import { sql } from '../../db/sql.ts';
import { theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { refusesRecording } from './recorded-call.ts';
import { askFor } from './steer-recording.ts';

/**
 * What two colleagues say while the customer is on hold is not theirs to be recorded: it is left out, and what follows is
 * kept again unless somebody has said otherwise meanwhile.
 */
export async function leaveOutConsult(hub: Hub, conversationId: string, isConsulting: boolean): Promise<void> {
  const isLeftOut = await hub.db.maybe(sql`select from calls where conversation_id = ${conversationId} and consult_left_out`);
  if (isConsulting === Boolean(isLeftOut)) return;
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const call = await tx.maybe<{ recordingState: string | null; consultLeftOut: boolean }>(
      sql`select recording_state, consult_left_out from calls where conversation_id = ${conversationId} and state = 'connected'`,
    );
    if (!call || call.consultLeftOut === isConsulting) return;
    const isOn = call.recordingState === 'on' || call.recordingState === 'resuming';
    // Whoever paused it before has their own reason, and goes on themselves.
    if (isConsulting && !isOn) return;
    tx.write(sql`update calls set consult_left_out = ${isConsulting} where conversation_id = ${conversationId}`);
    if (isConsulting) return askFor(hub, tx, held, 'paused', theHub);
    const isOff = call.recordingState === 'paused' || call.recordingState === 'pausing';
    if (isOff && !(await refusesRecording(hub, tx, conversationId))) askFor(hub, tx, held, 'on', theHub);
  });
}
