import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { finish, quiet, ringing, take } from '../support/desk.ts';
import { addCustomer, addPerson, type Client, client, type PersonTraits, smsArrives, startTestHub, type TestHub } from '../support/hub.ts';
import { employAdmin, setRules } from '../support/rules.ts';

/** Mei has helped Ada, a gold customer, before; Tom has had nothing to do for longer. A tenth of ten minutes is a minute. */
const ada = '+441632960111';
const HOLD = 60;

let test: TestHub;
let admin: Client;
let mei: Client;
let tom: Client;
const consoles: ConsoleSocket[] = [];

beforeEach(async () => {
  test = await startTestHub({ NODE_DEAD_AFTER: '2' });
  admin = await employAdmin(test);
  await setRules(admin, test.queueId, { preferredShare: 0.1 });
  await addCustomer(test, { name: 'Ada Byron', tier: 'gold', phone: ada });
  mei = await agent({ capacity: { sms: 1 } });
  await smsArrives(test, { from: ada, text: 'my boiler leaks' });
  const task = await take(mei);
  tom = await agent({ name: 'Tom Reed', skills: { zh: 5 } });
  test.clock.move(30);
  await finish(mei, task);
  test.clock.move(3600);
});
afterEach(async () => {
  for (const console of consoles.splice(0)) console.close();
  await test.stop();
});

/** An agent at their desk. */
async function agent(traits: PersonTraits = {}): Promise<Client> {
  const made = await client(test, await addPerson(test, traits));
  consoles.push(await sitDown(test, made));
  return made;
}

const adaWritesAgain = () => smsArrives(test, { from: ada, text: 'it leaks again' });

describe('who helped a customer before', () => {
  it('is asked first, and the sentence says why; the receipt names both', async () => {
    await adaWritesAgain();
    const offer = await ringing(mei);
    expect(offer.why.en).toMatch(/^Gold SMS, waited 0 s of 10 min promised \(0%\), kept for you because you know the matter; nothing/);
    expect(offer.why['zh-CN']).toContain('因您熟悉此事而为您保留');
    const [receipt] = (await admin.call('taskReceipts', { id: offer.task.id })).receipts;
    expect(receipt?.agents.map(({ name, chosen, preferred, excluded }) => [name, chosen, preferred, excluded]).sort()).toEqual([
      ['Mei Lin', true, true, null],
      ['Tom Reed', false, false, 'held_for_other'],
    ]);
    await quiet(tom);
  });

  it('is waited for while they are busy, for the time the queue allows; then it is anybody’s, at its own age', async () => {
    const neededAt = await adaWritesWhileMeiIsBusy();
    await test.pass(HOLD - 1);
    await quiet(tom);
    await test.pass(1);
    expect((await ringing(tom)).task).toMatchObject({ preview: 'it leaks again', neededAt });
  });

  it('is asked as soon as they are free within that time, before others', async () => {
    const task = await adaWritesWhileMeiIsBusy();
    expect(task).toBeTruthy();
    const [held] = (await mei.call('desk')).tasks;
    test.clock.move(10);
    if (held) await finish(mei, held);
    expect((await ringing(mei)).task.preview).toBe('it leaks again');
    await quiet(tom);
  });

  it('is not waited for any longer when they leave', async () => {
    await adaWritesWhileMeiIsBusy();
    await mei.call('setStatus', { body: { status: 'away', reason: 'lunch' } });
    expect((await ringing(tom)).task.preview).toBe('it leaks again');
  });

  it('nor when they decline: the next one is asked at once', async () => {
    await adaWritesAgain();
    await mei.call('rejectOffer', { id: (await ringing(mei)).id });
    expect((await ringing(tom)).task.preview).toBe('it leaks again');
  });

  it('nor when they miss it', async () => {
    await adaWritesAgain();
    await ringing(mei);
    await test.pass(20);
    expect((await ringing(tom)).task.preview).toBe('it leaks again');
  });

  it('nor when they are not there in the first place', async () => {
    await mei.call('setStatus', { body: { status: 'away', reason: 'lunch' } });
    await adaWritesAgain();
    expect((await ringing(tom)).task.preview).toBe('it leaks again');
  });

  it('holds up nobody else: what is not kept for them goes to whoever is free', async () => {
    await adaWritesWhileMeiIsBusy();
    await smsArrives(test, { from: '+441632960999', text: 'somebody else' });
    expect((await ringing(tom)).task.preview).toBe('somebody else');
  });

  it('is waited for no longer either when the end of the time was told to nobody', async () => {
    await adaWritesWhileMeiIsBusy();
    await test.hub.db.all(sql`delete from graphile_worker._private_jobs`);
    test.clock.move(HOLD);
    expect((await ringing(tom)).task.preview).toBe('it leaks again');
  });
});

describe('skills', () => {
  beforeEach(async () => {
    // From now on Ada is spoken to in Chinese, which Mei does not speak.
    await test.hub.db.all(sql`update customers set language = 'zh-CN'`);
    test.hub.catalog.forget();
    await test.hub.catalog.current();
  });

  it('are asked of the preferred agent as of everybody: who lacks them is not waited for', async () => {
    await adaWritesAgain();
    expect((await ringing(tom)).task.skills).toEqual({ zh: 1 });
  });

  it('are not, when the queue lets knowing the matter count for more', async () => {
    await setRules(admin, test.queueId, { preferredShare: 0.1, preferredUnskilled: true });
    await adaWritesAgain();
    expect((await ringing(mei)).task.skills).toEqual({ zh: 1 });
  });
});

describe('a queue that does not want it', () => {
  it('asks who has had nothing to do for longest', async () => {
    await setRules(admin, test.queueId, { preferredShare: 0 });
    await adaWritesAgain();
    expect((await ringing(tom)).task.preview).toBe('it leaks again');
  });
});

/** Returns since when Ada waits. */
async function adaWritesWhileMeiIsBusy(): Promise<string> {
  await tom.call('setStatus', { body: { status: 'away', reason: 'break' } });
  await smsArrives(test, { from: '+441632960555', text: 'another matter' });
  await take(mei);
  await tom.call('setStatus', { body: { status: 'available' } });
  await adaWritesAgain();
  await quiet(tom);
  return test.clock.now().toISOString();
}
