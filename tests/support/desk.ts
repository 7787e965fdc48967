import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { OfferView, TaskView } from '../../server/contract/entities.ts';
import { type Client, eventually } from './hub.ts';

/** What rings at this agent; waits until something does. */
export const ringing = (agent: Client): Promise<OfferView> =>
  eventually(async () => {
    const [offer] = (await agent.call('desk')).offers;
    if (!offer) throw new Error(`nothing rings at ${agent.person.id}`);
    return offer;
  });

/** Nothing rings at any of them any more, and nothing begins to. */
export async function quiet(...agents: Client[]): Promise<void> {
  const isQuiet = async () => {
    for (const agent of agents) expect((await agent.call('desk')).offers).toEqual([]);
  };
  await pause(150);
  await eventually(isQuiet);
  await pause(50);
  await isQuiet();
}

/** Accept what rings. */
export const take = async (agent: Client): Promise<TaskView> => agent.call('acceptOffer', { id: (await ringing(agent)).id });

/** End the contact and finish it. */
export async function finish(agent: Client, task: TaskView, ticketStatus: 'solved' | 'pending' = 'solved'): Promise<TaskView> {
  await agent.call('endTask', { id: task.id });
  return agent.call('completeTask', { id: task.id, body: { disposition: 'resolved', ticketStatus } });
}
