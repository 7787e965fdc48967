import { type Catalog, queueOf } from '../catalog/read-catalog.ts';
import type { TicketStatus } from '../contract/statuses.ts';
import { type HeldConversation, lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { type Actor, agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { changeTicketStatus, isDone } from '../tickets/set-ticket-status.ts';
import { freeAgent } from './free-agent.ts';
import { queueTask } from './queue-task.ts';
import { conversationOfTask } from './task-of-agent.ts';

export interface Completion {
  /** null where the queue asks for none. */
  readonly disposition: string | null;
  readonly ticketStatus: Exclude<TicketStatus, 'new'>;
}

/** Wrap-up is done: the agent says what it was about and how the ticket is left. */
export async function completeTask(hub: Hub, agentId: string, taskId: string, completion: Completion): Promise<void> {
  const catalog = await hub.catalog.current();
  const conversationId = await conversationOfTask(hub.db, taskId);
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.taskId !== taskId) throw new HubError('task_over');
    if (held.taskAgentId !== agentId || held.taskState === 'reserved') throw new HubError('not_your_task');
    refuseDisposition(catalog, held, completion.disposition);
    if (held.taskState === 'assigned' && held.channel === 'voice') throw new HubError('status_not_reachable', 'end the call first');
    const unheard = await complete(hub, tx, held, agentActor(agentId), completion.disposition);
    // Somebody who wrote during wrap-up, or waits on another channel, is not solved.
    const stays = unheard || (isDone(completion.ticketStatus) && (await somebodyWaits(tx, held.ticketId)));
    if (!stays) await changeTicketStatus(hub, tx, held, agentActor(agentId), completion.ticketStatus);
  });
}

/** Only what is offered there can be said; nothing only where nothing is asked for. */
function refuseDisposition({ queues, dispositions }: Catalog, { queueId, channel }: HeldConversation, given: string | null): void {
  if (given === null) {
    if (queues.find(({ id }) => id === queueId)?.dispositionRequired !== false) throw new HubError('unknown_disposition', 'none given');
    return;
  }
  const isOffered = dispositions.some(
    ({ code, retired, queueIds, channels }) =>
      code === given &&
      !retired &&
      (queueIds.length === 0 || queueIds.includes(queueId)) &&
      (channels.length === 0 || channels.includes(channel)),
  );
  if (!isOffered) throw new HubError('unknown_disposition', given);
}

/** The time for wrap-up has run out: the agent is free again, the ticket stays as it is. */
export async function endWrapUp(hub: Hub, { taskId }: { taskId: string }): Promise<void> {
  const conversationId = await conversationOfTask(hub.db, taskId);
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.taskId === taskId && held.taskState === 'wrapping') await complete(hub, tx, held, theHub, null);
  });
}

async function complete(hub: Hub, tx: Tx, held: HeldConversation, actor: Actor, disposition: string | null): Promise<boolean> {
  const unheard = await unheardSince(tx, held);
  tx.write(
    sql`update tasks set state = 'completed', ended_at = ${hub.clock.now()}, disposition = ${disposition} where id = ${held.taskId}`,
  );
  tx.write(sql`update tickets set unserved_since = null where id = ${held.ticketId}`);
  if (held.taskAgentId) freeAgent(hub, tx, held.taskAgentId);
  record(hub, tx, { name: 'task.completed', actor, ...subjectsOf(held), data: { disposition } });
  if (unheard) await queueAgain(hub, tx, held, unheard);
  return unheard !== undefined;
}

/**
 * When the customer wrote after wrap-up began, that is a new need: nobody has read it. Ids of events of one conversation
 * grow in the order of what happened (its lock is held while they are written); times may be equal.
 */
async function unheardSince(tx: Tx, held: HeldConversation): Promise<Date | undefined> {
  const said = await tx.maybe<{ at: Date }>(sql`
    select e.at from events wrapped
    join events said on said.conversation_id = wrapped.conversation_id and said.ticket_id = wrapped.ticket_id and said.name = 'message.received' and said.id > wrapped.id
    join entries e on e.id = said.entry_id and e.detail #>> '{mail,automatic}' is null
    where wrapped.ticket_id = ${held.ticketId} and wrapped.task_id = ${held.taskId} and wrapped.name = 'task.wrapping'
    order by e.seq limit 1`);
  return said?.at;
}

const somebodyWaits = async (tx: Tx, ticketId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from tasks where ticket_id = ${ticketId} and state in ('pending', 'reserved', 'assigned', 'wrapping')`)) !==
  undefined;

async function queueAgain(hub: Hub, tx: Tx, held: HeldConversation, neededAt: Date): Promise<void> {
  const catalog = hub.catalog.known();
  const inbox = catalog.inboxes.find(({ id }) => id === held.inboxId);
  const customer = await tx.one<{ id: string; recordId: string; tier: string; language: string | null }>(
    sql`select id, ${held.recordId}::uuid as record_id, tier, language from customers where id = ${held.customerId}`,
  );
  if (inbox)
    await queueTask(hub, tx, {
      inbox,
      queue: queueOf(catalog, held.queueId),
      customer,
      ticket: { id: held.ticketId, unservedSince: null },
      conversationId: held.id,
      neededAt,
    });
}
