import { seeded } from '../../../prisma/demo/random.ts';
import type { TaskView } from '../../../server/contract/entities.ts';
import type { RehearsalDraft, RehearsalView } from '../../../server/contract/rehearsals.ts';
import { type ConsoleSocket, sitDown } from '../../support/console-socket.ts';
import { finish } from '../../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  type PersonTraits,
  settle,
  smsArrives,
  type TestHub,
} from '../../support/hub.ts';

export interface Staffed {
  readonly agents: readonly Client[];
  readonly boss: Client;
  leave(): void;
}

/** Agents at their desks, who take one text message at a time, and their supervisor. */
export async function staffed(test: TestHub, ...traits: PersonTraits[]): Promise<Staffed> {
  const agents: Client[] = [];
  const consoles: ConsoleSocket[] = [];
  for (const [i, own] of traits.entries()) {
    const agent = await client(test, await addPerson(test, { name: `Agent ${i + 1}`, capacity: { sms: 1 }, ...own }));
    consoles.push(await sitDown(test, agent));
    agents.push(agent);
    // Not two at the same instant: who comes first has been idle longer.
    test.clock.move(7);
  }
  const boss = await client(test, await addPerson(test, { role: 'supervisor', name: 'Ingrid', queues: [] }));
  return { agents, boss, leave: () => consoles.forEach((console) => void console.close()) };
}

const tiers = ['platinum', 'gold', 'silver', 'standard'];

/** Twelve customers who write in turn, each when their last matter is closed. */
export async function customersOf(test: TestHub): Promise<string[]> {
  const phones = Array.from({ length: 12 }, (_, i) => `+4416329601${String(i).padStart(2, '0')}`);
  for (const [i, phone] of phones.entries()) await addCustomer(test, { name: `Customer ${i + 1}`, tier: tiers[i % 4] ?? 'gold', phone });
  return phones;
}

export interface Habits {
  /** What an agent does with an offer. */
  answer(agent: Client, offerId: string): Promise<TaskView | undefined>;
}

export const acceptAtOnce: Habits = { answer: (agent, offerId) => agent.call('acceptOffer', { id: offerId }) };

/** Some hours with more work than hands. Every agent answers each offer at the instant it rings. Returns when it began and ended. */
export async function playDay(test: TestHub, { agents }: Staffed, { answer }: Habits): Promise<{ from: string; to: string }> {
  const random = seeded(7);
  const waiting = await customersOf(test);
  const holding = new Map<Client, TaskView>();
  const from = test.clock.now().toISOString();
  while (waiting.length > 0 || holding.size > 0) {
    test.clock.move(1 + Math.floor(random() * 50_000) / 1000);
    const finishes = random() < (holding.size < agents.length ? 0.3 : 0.55) || waiting.length === 0;
    if (finishes) await finishSomething(holding, random());
    else await smsArrives(test, { from: waiting.shift() ?? '', text: 'hello' });
    await answerAll(test, agents, holding, answer);
  }
  test.clock.move(1);
  return { from, to: test.clock.now().toISOString() };
}

async function finishSomething(holding: Map<Client, TaskView>, chance: number): Promise<void> {
  const chosen = [...holding][Math.floor(chance * holding.size)];
  if (!chosen) return;
  holding.delete(chosen[0]);
  await finish(...chosen);
}

async function answerAll(
  test: TestHub,
  agents: readonly Client[],
  holding: Map<Client, TaskView>,
  answer: Habits['answer'],
): Promise<void> {
  for (let rang = true; rang; ) {
    rang = false;
    await settle(test.hub);
    for (const agent of agents) {
      const [offer] = (await agent.call('desk')).offers;
      if (!offer) continue;
      rang = true;
      const task = await answer(agent, offer.id);
      if (task) holding.set(agent, task);
    }
  }
}

/** Ask for a rehearsal and wait for its end. */
export async function rehearse(boss: Client, draft: Partial<RehearsalDraft>): Promise<RehearsalView> {
  const { id } = await boss.call('requestRehearsal', { body: draft });
  return eventually(async () => {
    const found = await boss.call('getRehearsal', { id });
    if (found.state === 'queued' || found.state === 'running') throw new Error(`still ${found.state} at ${found.progress}`);
    return found;
  }, 30);
}
