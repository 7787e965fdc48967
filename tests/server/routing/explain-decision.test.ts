import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleSocket, sitDown } from '../../support/console-socket.ts';
import { ringing } from '../../support/desk.ts';
import { addCustomer, addPerson, type Client, callArrives, client, smsArrives, type TestHub } from '../../support/hub.ts';
import { salesNumber, startTwoQueues } from '../../support/two-queues.ts';

/** A gold call, two gold SMS and a standard SMS wait for support, and something more urgent for sales. */
let test: TestHub;
let mei: Client;
let boss: Client;
let tom: Client;
let console: ConsoleSocket;

beforeAll(async () => {
  const started = await startTwoQueues();
  test = started.test;
  mei = await client(test, await addPerson(test, { capacity: { sms: 5 } }));
  tom = await client(test, await addPerson(test, { name: 'Tom Reed', capacity: { sms: 0, email: 5 } }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  for (const phone of ['+441632960111', '+441632960112', '+441632960113']) await addCustomer(test, { tier: 'gold', phone });
  await smsArrives(test, { from: '+441632960777', to: salesNumber, text: 'for sales' });
  test.clock.move(1200);
  await smsArrives(test, { from: '+441632960222', text: 'standard' });
  test.clock.move(300);
  await smsArrives(test, { from: '+441632960111', text: 'gold, first' });
  test.clock.move(60);
  await smsArrives(test, { from: '+441632960112', text: 'gold, second' });
  await callArrives(test, { from: '+441632960113', sid: `CA${'1'.repeat(32)}` });
  test.clock.move(90);
  await sitDown(test, tom).then((socket) => socket.close());
  console = await sitDown(test, mei);
});
afterAll(async () => {
  console.close();
  await test.stop();
});

describe('why an agent is asked', () => {
  it('is said in one sentence in both languages: what it is, and what stood after it for them', async () => {
    const { why } = await ringing(mei);
    // The call is passed over: nobody takes calls. Gold 150 of 600 s, standard 450 of 3600 s; 1650 of 3600 s for sales.
    expect(why.en).toBe('Gold SMS, waited 2.5 min of 10 min promised (25%), before Standard SMS, waited 7.5 min of 60 min promised (13%).');
    expect(why['zh-CN']).toBe('黄金短信已等待 2.5 分钟，承诺 10 分钟（25%），先于标准短信已等待 7.5 分钟，承诺 60 分钟（13%）。');
  });

  it('does not claim that nobody else waits when only their own kind does', async () => {
    for (const expected of ['gold, first', 'gold, second', 'standard']) {
      const offer = await ringing(mei);
      expect(offer.task.preview).toBe(expected);
      if (expected === 'standard') expect(offer.why.en).toMatch(/^Standard SMS, .*; nothing of another kind was waiting for you\.$/);
      await mei.call('acceptOffer', { id: offer.id });
    }
  });
});

describe('the receipt of a decision', () => {
  it('shows those who steer the whole race and everybody considered, with the reason that kept them out', async () => {
    const task = (await mei.call('desk')).tasks.find(({ preview }) => preview === 'gold, first');
    const { receipts } = await boss.call('taskReceipts', { id: task?.id ?? '' });
    expect(receipts).toHaveLength(1);
    expect(
      receipts[0]?.race.map(({ tier, channel, score, winner, excluded }) => [tier, channel, score.toFixed(2), winner, excluded]),
    ).toEqual([
      ['gold', 'voice', '4.50', false, 'no_agent'],
      ['standard', 'sms', '0.46', false, 'no_agent'],
      ['gold', 'sms', '0.25', true, null],
      ['standard', 'sms', '0.13', false, null],
    ]);
    expect(receipts[0]).toMatchObject({
      outcome: 'accepted',
      policyVersion: 1,
      agents: [{ agentId: mei.person.id, name: 'Mei Lin', chosen: true, excluded: null }],
    });
  });

  it('shows an agent what waited in their own queues, and nothing of the others', async () => {
    const task = (await mei.call('desk')).tasks.find(({ preview }) => preview === 'gold, first');
    const [receipt] = (await mei.call('taskReceipts', { id: task?.id ?? '' })).receipts;
    expect(receipt?.race.map(({ tier, channel }) => `${tier} ${channel}`)).toEqual(['gold voice', 'gold sms', 'standard sms']);
    expect(receipt?.agents.map(({ name }) => name)).toEqual(['Mei Lin']);
  });
});
