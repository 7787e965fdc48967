import { v7 as uuid } from 'uuid';
import { json, sql } from '../../../server/db/sql.ts';
import { classKey } from '../../../server/routing/class-key.ts';
import { addCustomer, type TestHub } from '../../support/hub.ts';

export interface PastCall {
  /** Seconds from now. */
  readonly at: number;
  readonly tier: string;
  /** Seconds until an agent had it, and until they were free again. */
  readonly wait?: number;
  readonly handle?: number;
  readonly gaveUpAfter?: number;
  readonly skills?: Record<string, number>;
  readonly reason?: string;
}

/** Calls of the past, as the hub would have left them. Returns the ids of their tasks. */
export async function addPast(test: TestHub, agentId: string, calls: readonly PastCall[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, call] of calls.entries()) ids.push(await addCall(test, agentId, call, i + 1));
  return ids;
}

/** How it went, in times. */
function courseOf({ clock }: TestHub, { at, wait, handle, gaveUpAfter, reason = 'abandoned' }: PastCall) {
  const time = (seconds: number) => new Date(clock.now().getTime() + (at + seconds) * 1000);
  const neededAt = time(0);
  if (gaveUpAfter !== undefined) return { neededAt, state: 'canceled', assignedAt: null, endedAt: time(gaveUpAfter), reason };
  if (wait === undefined) return { neededAt, state: 'pending', assignedAt: null, endedAt: null, reason: null };
  const endedAt = handle === undefined ? null : time(wait + handle);
  return { neededAt, state: endedAt ? 'completed' : 'assigned', assignedAt: time(wait), endedAt, reason: null };
}

async function addCall(test: TestHub, agentId: string, call: PastCall, number: number): Promise<string> {
  const { queueId } = test;
  const { tier, skills = {} } = call;
  const inboxId = await test.inboxOf('voice');
  const customerId = await addCustomer(test, { name: `Caller ${number}`, tier });
  const [id, ticketId, conversationId] = [uuid(), uuid(), uuid()];
  const { neededAt, state, assignedAt, endedAt, reason } = courseOf(test, call);
  const key = classKey({ queueId, tier, channel: 'voice', skills });
  await test.hub.db.transact(async (tx) => {
    tx.write(sql`insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at)
      values (${ticketId}, ${customerId}, ${queueId}, ${`call ${number}`}, ${neededAt}, ${neededAt})`);
    tx.write(sql`insert into conversations (id, customer_id, inbox_id, channel, ticket_id, created_at, last_entry_at)
      values (${conversationId}, ${customerId}, ${inboxId}, 'voice', ${ticketId}, ${neededAt}, ${neededAt})`);
    tx.write(sql`insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, state,
        agent_id, created_at, assigned_at, ended_at, end_reason)
      values (${id}, ${ticketId}, ${conversationId}, ${customerId}, ${queueId}, 'voice', ${tier}, ${json(skills)}, ${key}, ${neededAt}, ${state},
        ${assignedAt ? agentId : null}, ${neededAt}, ${assignedAt}, ${endedAt}, ${reason})`);
  });
  return id;
}
