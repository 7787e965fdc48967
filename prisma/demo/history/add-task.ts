import { classKey } from '../../../server/routing/class-key.ts';
import { addEvent, type Scene, secondsAfter } from './scene.ts';

interface Work {
  neededAt: Date;
  assignedAt: Date;
  /** When the last thing was said. */
  doneAt: Date;
  disposition: string;
}

/** Somebody's need and who served it: a completed task, from the queue to the end of wrap-up. */
export function addTask(scene: Scene, { neededAt, assignedAt, doneAt, disposition }: Work): void {
  const { teller, customer, inbox, agent, ticket, conversation } = scene;
  const { fate, history } = teller;
  const id = fate.id(neededAt);
  const skills = { [customer.language === 'en' ? 'en' : 'zh']: 1, ...inbox.skills };
  const { tier } = customer;
  const { channel } = inbox;
  const wrappingAt = secondsAfter(doneAt, fate.between(1, 6));
  const endedAt = secondsAfter(wrappingAt, fate.between(8, 45));
  history.tasks.push({
    id,
    ticketId: ticket.id,
    conversationId: conversation.id,
    customerId: customer.id,
    queueId: ticket.queueId,
    channel,
    tier,
    skills,
    classKey: classKey({ queueId: ticket.queueId, tier, channel, skills }),
    neededAt,
    state: 'completed',
    agentId: agent.id,
    createdAt: neededAt,
    assignedAt,
    wrappingAt,
    endedAt,
    endReason: null,
    disposition,
  });
  addEvent(scene, { name: 'task.queued', at: neededAt, actorKind: 'customer', taskId: id, data: { reason: 'new_need' } });
  addEvent(scene, { name: 'task.wrapping', at: wrappingAt, actorKind: 'agent', taskId: id, data: { channel } });
  addEvent(scene, { name: 'task.completed', at: endedAt, actorKind: 'agent', taskId: id, data: { disposition } });
  if (endedAt > ticket.updatedAt) ticket.updatedAt = endedAt;
}
