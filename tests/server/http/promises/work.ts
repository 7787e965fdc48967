import { sql } from '../../../../server/db/sql.ts';
import { ringing } from '../../../support/desk.ts';
import { eventually } from '../../../support/hub.ts';
import type { Walk } from './walk.ts';

/** What rings, who waits, and a first look at both. */
export async function walkWork({ promised, mei, supervisor, taskId }: Walk): Promise<void> {
  const mail = (await mei.call('desk')).offers[0];
  await promised(mei, 'catalog');
  await promised(mei, 'desk');
  await promised(mei, 'keepPresence');
  await promised(mei, 'setStatus', { body: { status: 'available' } });
  await promised(mei, 'queue', { query: { channel: 'voice', tier: 'standard', limit: 5 } });
  await promised(mei, 'queue');
  await promised(supervisor, 'board');
  await promised(mei, 'acceptOffer', { id: mail?.id ?? '' });
  await promised(mei, 'getTask', { id: taskId });
  await promised(mei, 'taskReceipts', { id: taskId });
  await promised(supervisor, 'taskReceipts', { id: mail?.task.id ?? '' });
  await promised(mei, 'getConversation', { id: mail?.task.conversationId ?? '', query: { before: 2, limit: 1 } });
}

/** What an agent puts aside, and is reminded of. */
export async function walkDesk({ promised, mei, test, ticketId }: Walk): Promise<void> {
  const later = test.clock.later(3600);
  const reminder = await mei.call('remindMe', { id: ticketId, body: { at: later, note: 'again' } });
  await promised(mei, 'remindMe', { id: ticketId, body: { at: later } });
  await promised(mei, 'snoozeTicket', { id: ticketId, body: { until: later } });
  await promised(mei, 'readSnooze', { id: ticketId });
  await promised(mei, 'myWork');
  await promised(mei, 'wakeTicket', { id: ticketId });
  await promised(mei, 'withdrawReminder', { id: reminder.id });
}

/** A contact ends, the next one rings and is refused, and one that waits is given by hand; answers its task, held by the foreigner. */
export async function walkSteering({ promised, mei, supervisor, foreigner, taskId }: Walk): Promise<string> {
  await promised(mei, 'endTask', { id: taskId });
  await promised(mei, 'completeTask', { id: taskId, body: { disposition: 'resolved' } });
  await promised(mei, 'rejectOffer', { id: (await ringing(mei)).id });
  await foreigner.available();
  const waiting = (await supervisor.call('queue')).tasks.find(({ channel }) => channel === 'sms')?.id ?? '';
  await promised(supervisor, 'readAssignment', { id: waiting });
  await promised(supervisor, 'taskEstimate', { id: waiting });
  await promised(supervisor, 'readAssignment', { id: waiting, query: { agentId: foreigner.person.id } });
  await promised(supervisor, 'assignTask', { id: waiting, body: { agentId: foreigner.person.id, reason: 'asked for her' } });
  await promised(supervisor, 'taskReceipts', { id: waiting });
  await foreigner.call('acceptOffer', { id: (await foreigner.call('desk')).offers[0]?.id ?? '' });
  return waiting;
}

/** A task that one holds is offered to the other, and comes back. */
export async function walkHandovers({ promised, mei, foreigner, test }: Walk, id: string): Promise<void> {
  const wish = { id, body: { agentId: mei.person.id, way: 'straight' as const, note: 'you know them' } };
  await promised(foreigner, 'listTakers', { id });
  await eventually(() => promised(foreigner, 'askColleague', wish));
  const [asked] = (await mei.call('myHandovers')).handovers;
  await promised(mei, 'myHandovers');
  await promised(mei, 'declineHandover', { id: asked?.id ?? '' });
  const again = await eventually(() => foreigner.call('askColleague', wish));
  await promised(foreigner, 'withdrawHandover', { id: again.id });
  const taken = await eventually(() => foreigner.call('askColleague', wish));
  await promised(mei, 'acceptHandover', { id: taken.id });
  const back = await eventually(() => mei.call('askColleague', { id, body: { agentId: foreigner.person.id, way: 'straight' } }));
  await test.hub.db.all(sql`update handovers set state = 'talking' where id = ${back.id}`);
  await promised(mei, 'introduceCustomer', { id: back.id });
  await promised(mei, 'completeHandover', { id: back.id });
}

/** What one holds goes on to another queue. */
export async function walkTransfer({ promised, mei, foreigner }: Walk, waiting: string): Promise<void> {
  const sales = (await mei.call('catalog')).queues.find(({ key }) => key === 'sales')?.id ?? '';
  await promised(foreigner, 'transferTask', { id: waiting, body: { queueId: sales, note: 'back to us' } });
}

/** What operators look at. */
export async function walkOperations({ promised, mei, supervisor, quarantined }: Walk): Promise<void> {
  await promised(mei, 'listEvents', { query: { after: 0 } });
  await promised(supervisor, 'listQuarantine', { query: { limit: 1 } });
  await promised(supervisor, 'retryQuarantined', { id: quarantined[2] ?? '' });
}
