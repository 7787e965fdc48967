import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer, type Client, eventNames, joinTestHub, type TestHub } from '../../support/hub.ts';
import { startTwoAgents } from '../../support/two-agents.ts';

let test: TestHub;
let [mei, tom]: Client[] = [];
const who = (person: Client | undefined): Client => person ?? expect.unreachable('nobody there');
beforeAll(async () => {
  ({ test, mei, tom } = await startTwoAgents());
});
afterAll(() => test.stop());

describe('an opportunity', () => {
  it('goes from lead to won, and says how much stands where', async () => {
    const ada = await addCustomer(test, { tier: 'gold' });
    const lead = await who(mei).call('createOpportunity', { body: { customerId: ada, title: '新空调', amount: 500_000, currency: 'CNY' } });
    expect(lead).toMatchObject({ stage: 'lead', owner: { name: 'Mei Lin' }, customer: { tier: 'gold' }, closedAt: null });
    const quoted = await who(tom).call('changeOpportunity', {
      id: lead.id,
      body: { stage: 'quoted', amount: 480_000, ownerId: who(tom).person.id },
    });
    expect(quoted).toMatchObject({ stage: 'quoted', amount: 480_000, owner: { name: 'Tom Reed' } });
    expect((await who(mei).call('listOpportunities', { query: { mine: 'true' } })).opportunities).toEqual([]);
    expect((await who(tom).call('opportunityTotals', { query: { mine: 'true' } })).totals).toEqual([
      { stage: 'quoted', count: 1, sums: [{ currency: 'CNY', amount: 480_000 }] },
    ]);
    expect(await who(tom).call('changeOpportunity', { id: lead.id, body: { stage: 'won' } })).toMatchObject({
      closedAt: test.clock.later(0),
    });
    expect(await who(tom).refusal('changeOpportunity', { id: lead.id, body: { stage: 'lost', lostReason: 'price' } })).toBe(
      '409 opportunity_closed',
    );
    expect((await who(tom).call('listOpportunities', { query: { stage: 'won' } })).opportunities.map(({ id }) => id)).toEqual([lead.id]);
    expect(await eventNames(test, 'opportunity.created', 'opportunity.changed')).toEqual([
      'opportunity.created',
      'opportunity.changed',
      'opportunity.changed',
    ]);
  });

  it('is lost for a reason, and can be taken up again', async () => {
    const ada = await addCustomer(test, {});
    const { id } = await who(mei).call('createOpportunity', { body: { customerId: ada, title: 'Boiler' } });
    expect(await who(mei).refusal('changeOpportunity', { id, body: { stage: 'lost' } })).toBe('422 reason_missing');
    expect(await who(mei).call('changeOpportunity', { id, body: { stage: 'lost', lostReason: 'too dear' } })).toMatchObject({
      reason: 'too dear',
    });
    expect(await who(mei).call('changeOpportunity', { id, body: { stage: 'qualified' } })).toMatchObject({ reason: null, closedAt: null });
    expect(await who(mei).refusal('changeOpportunity', { id, body: { ownerId: id } })).toBe('422 unknown_agent');
  });

  it('reminds its owner of the next step once, although two nodes work; of a moved one again', async () => {
    const ada = await addCustomer(test, {});
    const second = await joinTestHub(test);
    const told = async () => (await eventNames(test, 'opportunity.due')).length;
    const { id } = await who(mei).call('createOpportunity', {
      body: { customerId: ada, title: 'Pump', nextStep: 'send the quote', nextStepAt: test.clock.later(600) },
    });
    await who(mei).call('changeOpportunity', { id, body: { nextStepAt: test.clock.later(1200) } });
    await test.pass(700);
    expect(await told()).toBe(0);
    for (const seconds of [600, 600]) await test.pass(seconds);
    expect(await told()).toBe(1);
    const { opportunities } = await who(mei).call('listOpportunities', { query: { mine: 'true' } });
    expect(opportunities.find((one) => one.id === id)).toMatchObject({ reminded: true });
    expect(await who(mei).call('dueCounts', { query: { today: test.clock.later(-3600) } })).toMatchObject({ steps: 1 });
    await who(mei).call('changeOpportunity', { id, body: { nextStepAt: test.clock.later(60) } });
    await test.pass(120);
    expect(await told()).toBe(2);
    await who(mei).call('changeOpportunity', { id, body: { nextStepAt: test.clock.later(60) } });
    await who(mei).call('changeOpportunity', { id, body: { stage: 'won' } });
    await test.pass(120);
    expect(await told()).toBe(2);
    await second.leave();
  });
});
