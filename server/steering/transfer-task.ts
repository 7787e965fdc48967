import { v7 as uuid } from 'uuid';
import { addCallEntry } from '../calls/add-call-entry.ts';
import { type Catalog, queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import { writeNote } from '../conversations/add-note.ts';
import { type HeldConversation, lockConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { moveTask } from '../routing/move-task.ts';
import { conversationOfTask } from '../routing/task-of-agent.ts';

export interface Transfer {
  readonly queueId: string;
  /** For whoever takes it next; the customer never sees it. */
  readonly note?: string | undefined;
  readonly skills?: Readonly<Record<string, number>> | undefined;
}

/**
 * The agent hands what they hold to another queue: it stands there where the need's own age puts it, before all who came
 * later. A caller waits on the line; a chat keeps its thread. Throws `not_found`, `not_your_task`, `task_over`,
 * `customer_not_on_the_line`, `unknown_queue`, `same_queue`, `nobody_in_queue` or `skill_not_held`.
 */
export async function transferTask(hub: Hub, agentId: string, taskId: string, to: Transfer): Promise<void> {
  refuseBadTarget(await hub.catalog.current(), to);
  const conversationId = await conversationOfTask(hub.db, taskId);
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    await refuseIfNotTheirs(tx, held, agentId, taskId, to);
    if (to.note?.trim()) writeNote(hub, tx, held, agentId, { id: uuid(), clientId: null, text: to.note });
    if (held.callState) handCallerOn(hub, tx, held, agentId);
    letGoOfTicket(hub, tx, held, agentId);
    await moveTask(hub, tx, held, { queueId: to.queueId, reason: 'transferred', skills: to.skills, by: agentActor(agentId) });
    coolDown(hub, tx, agentId, taskId, to.queueId);
  });
}

function refuseBadTarget(catalog: Catalog, { queueId, skills = {} }: Transfer): void {
  const queue = catalog.queues.find(({ id }) => id === queueId);
  if (!queue || queue.retiredAt) throw new HubError('unknown_queue', queueId);
  const unheld = Object.keys(skills).find((skill) => !queue.heldSkills.includes(skill));
  if (unheld) throw new HubError('skill_not_held', unheld);
}

async function refuseIfNotTheirs(tx: Tx, held: HeldConversation, agentId: string, taskId: string, { queueId }: Transfer): Promise<void> {
  if (held.taskId !== taskId || held.taskState === 'wrapping') throw new HubError('task_over');
  if (held.taskAgentId !== agentId || held.taskState !== 'assigned') throw new HubError('not_your_task');
  const { kind } = await tx.one<{ kind: string }>(sql`select kind from tasks where id = ${taskId}`);
  if (kind === 'callback' && held.callState !== 'connected') throw new HubError('customer_not_on_the_line');
  if (held.callState === 'ended') throw new HubError('task_over');
  if (held.queueId === queueId) throw new HubError('same_queue');
  // Nobody would ever come.
  const served = await tx.maybe(sql`select from queue_members where queue_id = ${queueId} limit 1`);
  if (!served) throw new HubError('nobody_in_queue');
}

/**
 * Who hangs up from here on has not been helped: the connection that was does not count as an answer. A customer whom we
 * called back is on the line now like any caller, and is not called again.
 */
function handCallerOn(hub: Hub, tx: Tx, held: HeldConversation, agentId: string): void {
  tx.write(sql`update calls set state = 'waiting', agent_id = null, connected_at = null, choice = null where conversation_id = ${held.id}`);
  tx.write(sql`update tasks set kind = 'contact' where id = ${held.taskId}`);
  addCallEntry(hub, tx, held.id, { type: 'transferred' }, agentId);
  enqueue(tx, { job: 'put-call-back', payload: { conversationId: held.id }, line: `call:${held.id}` });
}

/** Whoever serves the other queue as well is not offered at once what they have just handed on. */
function coolDown(hub: Hub, tx: Tx, agentId: string, taskId: string, queueId: string): void {
  const until = secondsAfter(hub.clock.now(), queueOf(hub.catalog.known(), queueId).coolDownSeconds);
  tx.write(sql`
    update tasks set cooling_until = ${until}
    where id = ${taskId} and exists (select from queue_members where queue_id = ${queueId} and agent_id = ${agentId})`);
  enqueue(tx, { job: 'end-cooling', payload: { taskId }, at: until });
}

/** Who takes it next answers for it. */
function letGoOfTicket(hub: Hub, tx: Tx, held: HeldConversation, agentId: string): void {
  tx.write(
    sql`update tickets set assignee_id = null, updated_at = ${hub.clock.now()} where id = ${held.ticketId} and assignee_id = ${agentId}`,
  );
}
