import { v7 as uuid } from 'uuid';
import { refreshRoom } from '../agents/refresh-room.ts';
import { queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import type { HandoverWay } from '../contract/statuses.ts';
import { writeNote } from '../conversations/add-note.ts';
import { type HeldConversation, lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import { type Tx, violatedConstraint } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { conversationOfTask } from '../routing/task-of-agent.ts';
import { findTaker } from './find-taker.ts';

export interface Wish {
  readonly way: HandoverWay;
  readonly note?: string | undefined;
  /** Whom; else anybody of the queue. */
  readonly agentId?: string | undefined;
  readonly queueId?: string | undefined;
}

/**
 * A colleague is asked to take what an agent holds. It stays theirs until it is taken; a caller is on hold meanwhile, and
 * comes back to them when nobody takes it. Returns the handover's id. Throws `not_found`, `not_your_task`, `task_over`,
 * `customer_not_on_the_line`, `handed_over_already`, `unknown_agent`, `unknown_queue`, `nobody_free` or why the colleague cannot be asked.
 */
export async function askColleague(hub: Hub, agentId: string, taskId: string, wish: Wish): Promise<string> {
  const id = uuid();
  const conversationId = await conversationOfTask(hub.db, taskId);
  if (wish.queueId) requireQueue(await hub.catalog.current(), wish.queueId);
  try {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      refuseIfNotTheirs(held, agentId, taskId);
      const toAgentId = await findTaker(hub, tx, {
        held,
        fromAgentId: agentId,
        askedIds: [],
        agentId: wish.agentId,
        queueId: wish.queueId,
      });
      if (!toAgentId) throw new HubError('nobody_free');
      await open(hub, tx, held, { id, taskId, fromAgentId: agentId, toAgentId }, wish);
    });
  } catch (error) {
    const key = violatedConstraint(error);
    if (key === 'handovers_one_open') throw new HubError('handed_over_already');
    if (key === 'handovers_one_asked') throw new HubError('agent_being_asked');
    throw error;
  }
  return id;
}

function requireQueue({ queues }: { queues: readonly { id: string; retiredAt: Date | null }[] }, queueId: string): void {
  const queue = queues.find(({ id }) => id === queueId);
  if (!queue || queue.retiredAt) throw new HubError('unknown_queue', queueId);
}

function refuseIfNotTheirs(held: HeldConversation, agentId: string, taskId: string): void {
  if (held.taskId !== taskId || held.taskState === 'wrapping' || held.callState === 'ended') throw new HubError('task_over');
  if (held.taskAgentId !== agentId || held.taskState !== 'assigned') throw new HubError('not_your_task');
  if (held.channel === 'voice' && held.callState !== 'connected') throw new HubError('customer_not_on_the_line');
}

interface Asked {
  readonly id: string;
  readonly taskId: string;
  readonly fromAgentId: string;
  readonly toAgentId: string;
}

async function open(hub: Hub, tx: Tx, held: HeldConversation, asked: Asked, wish: Wish): Promise<void> {
  const { id, taskId, fromAgentId, toAgentId } = asked;
  const noteId = wish.note?.trim() ? uuid() : null;
  if (noteId) writeNote(hub, tx, held, fromAgentId, { id: noteId, clientId: null, text: wish.note ?? '' });
  // Of what is written there is nobody to speak with first.
  const way = held.channel === 'voice' ? wish.way : 'straight';
  const expiresAt = askedUntil(hub, held);
  await tx.one(sql`
    insert into handovers (id, task_id, conversation_id, way, state, from_agent_id, to_agent_id, queue_id, asked_ids, note_id, asked_at, expires_at)
    values (${id}, ${taskId}, ${held.id}, ${way}, 'asking', ${fromAgentId}, ${toAgentId}, ${wish.queueId ?? null},
      ${[toAgentId]}::uuid[], ${noteId}, ${hub.clock.now()}, ${expiresAt}) returning id`);
  ring(hub, tx, held, asked, expiresAt);
  if (held.channel === 'voice') seatAgain(tx, held.id);
}

/** The colleague’s desk rings, and nobody else asks them anything meanwhile. */
export function ring(
  hub: Hub,
  tx: Tx,
  held: HeldConversation,
  { id, fromAgentId, toAgentId }: Omit<Asked, 'taskId'>,
  expiresAt: Date,
): void {
  refreshRoom(tx, toAgentId);
  enqueue(tx, { job: 'expire-handover', payload: { handoverId: id, agentId: toAgentId }, at: expiresAt });
  const data = { handoverId: id, fromAgentId };
  record(hub, tx, { name: 'handover.asked', actor: agentActor(fromAgentId), ...subjectsOf(held), agentId: toAgentId, data });
}

/** A colleague has as long to answer as for an offer. */
export const askedUntil = (hub: Hub, { queueId }: HeldConversation): Date =>
  secondsAfter(hub.clock.now(), queueOf(hub.catalog.known(), queueId).offerSeconds);

/** Who is in the call, and whether the customer hears them, is made as it should be. */
export function seatAgain(tx: Tx, conversationId: string): void {
  enqueue(tx, { job: 'seat-call', payload: { conversationId }, line: `call:${conversationId}` });
}
