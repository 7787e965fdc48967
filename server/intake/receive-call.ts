import { v7 as uuid } from 'uuid';
import type { CallNews } from '../../channel-adapters/calls.ts';
import { addCallEntry } from '../calls/add-call-entry.ts';
import { findWaitingCallback, joinCallback } from '../calls/callback/join-callback.ts';
import { recordCallbackEnded } from '../calls/callback/record-callback-ended.ts';
import { recordCustomerUnreachable } from '../calls/callback/record-customer-unreachable.ts';
import { agentReady } from '../calls/callback/ring-customer.ts';
import { checkLater } from '../calls/check-call.ts';
import { chooseInstead } from '../calls/choose-instead.ts';
import { findCall } from '../calls/find-call.ts';
import { recordAgentLeft } from '../calls/record-agent-left.ts';
import { recordAgentUnreachable } from '../calls/record-agent-unreachable.ts';
import { recordConnected } from '../calls/record-connected.ts';
import { recordEnded } from '../calls/record-ended.ts';
import { receiveRecording } from '../calls/recordings/receive-recording.ts';
import { recordBegan } from '../calls/recordings/record-began.ts';
import { receiveVoicemail } from '../calls/voicemail/receive-voicemail.ts';
import { type InboxRow, queueOf } from '../catalog/read-catalog.ts';
import { identifyCustomer, lookUpSender } from '../customers/identify-customer.ts';
import { type Tx, violatedConstraint } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import { recordColleague } from '../handovers/record-colleague.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { letIn } from '../overflow/let-in.ts';
import { wakeByCustomer } from '../snooze/wake-ticket.ts';
import { tellClocks } from '../tickets/clocks/tell-clocks.ts';
import { joinableTicket, ticketOf } from './find-thread.ts';
import { openTicket, reopenTicket } from './open-ticket.ts';
import { Unwanted } from './unwanted.ts';

/** News of a call, in any order and any number of times. Throws `Unwanted` for news of a call nobody announced. */
export async function receiveCall(hub: Hub, inbox: InboxRow, news: CallNews): Promise<void> {
  switch (news.type) {
    case 'incoming':
      return begin(hub, inbox, news);
    case 'chose':
      return chooseInstead(hub, await conversationOf(hub, news), news.choice);
    case 'recorded':
      return keepVoicemail(hub, news);
    case 'recording_began':
      return recordBegan(hub, await conversationOf(hub, news), news.recordingId);
    case 'call_recorded':
      return receiveRecording(hub, await conversationOf(hub, news), news.recordingId, news.seconds);
    case 'agent_ready':
      return agentReady(hub, await conversationOf(hub, news), news.callback?.attempt ?? 0);
    case 'customer_unreachable':
      return recordCustomerUnreachable(hub, await conversationOf(hub, news), { reason: news.reason, legId: news.callback?.legId });
    case 'connected':
      return recordConnected(hub, await conversationOf(hub, news), news.agent?.address);
    case 'agent_unreachable':
      return recordAgentUnreachable(hub, await conversationOf(hub, news), news.agent?.address);
    case 'ended':
      if (news.callback) return recordCallbackEnded(hub, await conversationOf(hub, news), news.callback);
      if (news.agent) return recordAgentLeft(hub, await conversationOf(hub, news), news.agent.address);
      if (await isEarlierCall(hub, news)) return;
      return recordEnded(hub, await conversationOf(hub, news), news.seconds);
    case 'colleague':
      return recordColleague(hub, news.handoverId, news.did);
  }
}

async function conversationOf(hub: Hub, news: CallNews): Promise<string> {
  const conversationId = await findCall(hub.db, news.externalId);
  if (!conversationId) throw new Unwanted('unknown_call', `${news.type} of a call that never rang here`);
  return conversationId;
}

/** The call in which a callback was asked for has ended: known since then. */
const isEarlierCall = async (hub: Hub, { externalId }: CallNews): Promise<boolean> =>
  (await hub.db.maybe(
    sql`select from callbacks b join calls c using (conversation_id) where b.call_id = ${externalId} and c.external_id <> b.call_id`,
  )) !== undefined;

async function keepVoicemail(hub: Hub, news: CallNews & { type: 'recorded' }): Promise<void> {
  if (await receiveVoicemail(hub, await conversationOf(hub, news), news)) return;
  throw new Unwanted('unexpected_recording', `${news.recordingId} of a call that was asked for none`);
}

async function begin(hub: Hub, inbox: InboxRow, news: CallNews & { type: 'incoming' }): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await hub.db.transact((tx) => ring(hub, tx, inbox, news));
      return hub.counters.inbound.inc({ channel: 'voice', outcome: 'taken' });
    } catch (error) {
      const key = violatedConstraint(error);
      if (key === 'calls_external_id_key') return hub.counters.inbound.inc({ channel: 'voice', outcome: 'duplicate' });
      // The same person wrote to us for the first time at this instant: who they are is now there to be found.
      if (tries === 4 || !key) throw error;
    }
  }
}

async function ring(hub: Hub, tx: Tx, inbox: InboxRow, news: CallNews & { type: 'incoming' }): Promise<void> {
  const now = hub.clock.now();
  tx.write(sql`select pg_advisory_xact_lock(hashtextextended(${`${inbox.id} ${news.from.value ?? news.externalId}`}, 0))`);
  const customer = identifyCustomer(hub, tx, news.from, inbox.language, await lookUpSender(tx, news.from));
  const callback = await findWaitingCallback(tx, customer.id, news.from.value);
  const open = callback ? await ticketOf(tx, callback.ticketId) : await joinableTicket(tx, now, inbox, customer);
  const ticket = open ?? openTicket(hub, tx, inbox, customer, '');
  const conversationId = uuid();
  const subjects = { customerId: customer.id, conversationId, ticketId: ticket.id, queueId: ticket.queueId };
  const actor = customerActor(customer.id);
  tx.write(sql`
    insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, created_at, last_entry_at)
    values (${conversationId}, ${customer.recordId}, ${inbox.id}, 'voice', ${customer.contactPointId}, ${ticket.id}, ${now}, ${now})`);
  tx.write(
    sql`insert into calls (conversation_id, external_id, state, started_at) values (${conversationId}, ${news.externalId}, 'waiting', ${now})`,
  );
  const entryId = addCallEntry(hub, tx, conversationId, { type: 'incoming' });
  record(hub, tx, { name: 'conversation.opened', actor, ...subjects, data: {} });
  record(hub, tx, { name: 'call.started', actor, ...subjects, entryId, data: {} });
  enqueue(tx, checkLater(hub, conversationId));
  if (open) reopenTicket(hub, tx, open, subjects);
  if (open?.snoozed) await wakeByCustomer(hub, tx, actor, subjects);
  await tellClocks(hub, tx, ticket.id, { type: 'spoke', channel: 'voice' });
  if (callback && (await joinCallback(hub, tx, callback, conversationId))) return;
  await letIn(hub, tx, { inbox, queue: queueOf(hub.catalog.known(), ticket.queueId), customer, ticket, conversationId });
}
