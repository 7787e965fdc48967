import { changeStatus } from '../agents/set-status.ts';
import { reachOf } from '../contract/permissions.ts';
import type { Role } from '../contract/statuses.ts';
import { lockConversation } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import { agentActor } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { endWrapUp } from '../routing/complete-task.ts';
import { returnTask } from '../routing/return-task.ts';
import { assignTicket } from '../together/assign/assign-ticket.ts';
import { powersOf } from './hold-people.ts';

/** Somebody has left, or may answer nobody any more, or everybody of a role: what they hold goes back. Done twice it changes nothing. */
export async function layDownWork(
  hub: Hub,
  { agentId, roleId, byAgentId }: { agentId?: string; roleId?: string; byAgentId: string },
): Promise<void> {
  const people = await hub.db.all<{ id: string; role: Role; roleId: string | null; gone: boolean }>(sql`
    select id, role::text, role_id, deactivated_at is not null as gone from agents
    where ${agentId ? sql`id = ${agentId}` : sql`role_id = ${roleId ?? null}`}`);
  for (const person of people) {
    const serves = !person.gone && reachOf((await powersOf(hub.db, person)).rights, 'tickets.write') !== 'none';
    if (!serves) await layDown(hub, person.id, byAgentId);
  }
}

async function layDown(hub: Hub, agentId: string, byAgentId: string): Promise<void> {
  await hub.db.transact((tx) => changeStatus(hub, tx, agentId, 'offline', 'deactivated', agentActor(byAgentId)));
  await returnTasks(hub, agentId);
  const tickets = await hub.db.all<{ id: string }>(
    sql`select id from tickets where assignee_id = ${agentId} and status in ('new', 'open', 'pending', 'on_hold', 'solved') order by id`,
  );
  for (const { id } of tickets) await assignTicket(hub, byAgentId, id, { agentId: null });
  await hub.db.all(sql`update follow_ups set owner_id = null where owner_id = ${agentId} and done_at is null`);
}

/** A call that is on goes on by phone; wrap-up nobody will finish is over. */
async function returnTasks(hub: Hub, agentId: string): Promise<void> {
  const tasks = await hub.db.all<{ id: string; conversationId: string; state: string }>(
    sql`select id, conversation_id, state::text from tasks where agent_id = ${agentId} and state in ('assigned', 'wrapping') order by id`,
  );
  for (const { id, conversationId, state } of tasks) {
    if (state === 'wrapping') await endWrapUp(hub, { taskId: id });
    else
      await hub.db.transact(async (tx) => {
        const held = await lockConversation(tx, conversationId);
        const isMine = held.taskId === id && held.taskAgentId === agentId && held.taskState === 'assigned';
        if (isMine && held.callState !== 'connected' && held.callState !== 'connecting') await returnTask(hub, tx, held, 'agent_gone');
      });
  }
}
