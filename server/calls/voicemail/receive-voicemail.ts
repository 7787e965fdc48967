import type { CallNews } from '../../../channel-adapters/calls.ts';
import { lockConversation, subjectsOf } from '../../conversations/lock-conversation.ts';
import { type Tx, violatedConstraint } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { customerActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { queueTask } from '../../routing/queue-task.ts';
import { addCallEntry } from '../add-call-entry.ts';
import { keepCallback } from '../callback/request-callback.ts';
import { type Caller, readCaller } from '../read-caller.ts';

/**
 * A caller left a message: it stands in their conversation at once and somebody is to call back, from the place the call
 * had; the sound itself is fetched by a job. The same news again changes nothing. False: this call was not asked for one.
 */
export async function receiveVoicemail(hub: Hub, conversationId: string, news: CallNews & { type: 'recorded' }): Promise<boolean> {
  await hub.catalog.current();
  try {
    return await hub.db.transact((tx) => keep(hub, tx, conversationId, news));
  } catch (error) {
    if (violatedConstraint(error) !== 'entries_inbox_id_external_id_key') throw error;
    return true;
  }
}

async function keep(hub: Hub, tx: Tx, conversationId: string, { recordingId, seconds }: CallNews & { type: 'recorded' }): Promise<boolean> {
  const held = await lockConversation(tx, conversationId);
  const caller = await readCaller(hub, tx, conversationId);
  if (caller.choice !== 'voicemail') return false;
  const entryId = addCallEntry(hub, tx, conversationId, { type: 'voicemail', seconds });
  tx.write(sql`update entries set external_id = ${recordingId} where id = ${entryId}`);
  const taskId = held.taskId ?? (await queueAnswer(hub, tx, caller));
  record(hub, tx, {
    name: 'voicemail.received',
    actor: customerActor(held.customerId),
    ...subjectsOf(held),
    taskId,
    entryId,
    data: { seconds },
  });
  enqueue(tx, { job: 'fetch-recording', payload: { entryId } });
  return true;
}

/** Who hid their number cannot be called: the message is then all there is, and somebody hears it. */
async function queueAnswer(hub: Hub, tx: Tx, caller: Caller): Promise<string> {
  const taskId = await queueTask(hub, tx, caller);
  if (caller.number !== null) keepCallback(hub, tx, caller, taskId);
  else tx.write(sql`update tickets set unserved_since = null where id = ${caller.ticket.id}`);
  return taskId;
}
