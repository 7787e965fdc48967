import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { quiet, ringing } from '../support/desk.ts';
import { addPerson, type Client, client, eventually, type PersonTraits, smsArrives, startTestHub, type TestHub } from '../support/hub.ts';
import { employAdmin, setPolicy, setRules } from '../support/rules.ts';

/** The number asks for good Chinese; after a minute some will do, after three nobody is asked for any. */
const relaxation = [
  { afterSeconds: 60, skills: { zh: 1 } },
  { afterSeconds: 180, skills: null },
];
const ada = '+441632960111';

let test: TestHub;
let admin: Client;
const consoles: ConsoleSocket[] = [];

beforeEach(async () => {
  test = await startTestHub();
  admin = await employAdmin(test);
  await test.hub.db.all(sql`update inboxes set skills = ${json({ zh: 4 })} where channel = 'sms'`);
  // Somebody has such Chinese, though they are not there today.
  await addPerson(test, { name: 'Fang Yi', skills: { zh: 5 } });
  await setRules(admin, test.queueId, { relaxation });
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

/** The router will look again then though nothing happens. */
const looksAgain = (runAt: Date) =>
  eventually(async () =>
    expect(await test.hub.db.all(sql`select run_at from graphile_worker.jobs where key = 'look-again'`)).toEqual([{ runAt }]),
  );

describe('skills asked for', () => {
  it('are fewer with waiting, by the clock alone, and the place in line stays', async () => {
    const [some, none] = [await agent({ skills: { zh: 2 } }), await agent({ name: 'Tom Reed' })];
    const neededAt = test.clock.now();
    await smsArrives(test, { from: ada, text: '漏水了' });
    await quiet(some, none);
    await looksAgain(new Date(neededAt.getTime() + 60_000));
    await test.pass(59);
    await quiet(some, none);
    await test.pass(1);
    const offer = await ringing(some);
    expect(offer.task).toMatchObject({ neededAt: neededAt.toISOString(), skills: { zh: 4 } });
    await some.call('setStatus', { body: { status: 'away', reason: 'lunch' } });
    await quiet(none);
    await looksAgain(new Date(neededAt.getTime() + 180_000));
    await test.pass(120);
    expect((await ringing(none)).task).toMatchObject({ id: offer.task.id, neededAt: neededAt.toISOString() });
    const { receipts } = await admin.call('taskReceipts', { id: offer.task.id });
    expect(receipts.map(({ race }) => race[0]?.skills)).toEqual([{}, { zh: 1 }]);
  });

  it('are fewer for the oldest first: who came later is not offered before', async () => {
    const some = await agent({ skills: { zh: 2 } });
    await smsArrives(test, { from: ada, text: 'first' });
    await test.pass(30);
    await smsArrives(test, { from: '+441632960222', text: 'second' });
    await test.pass(30);
    const first = await ringing(some);
    expect(first.task.preview).toBe('first');
    await some.call('acceptOffer', { id: first.id });
    await quiet(some);
    await looksAgain(new Date(test.clock.now().getTime() + 30_000));
    await test.pass(30);
    expect((await ringing(some)).task.preview).toBe('second');
  });

  it('are not reckoned while nobody could take anything; who comes later finds what has relaxed meanwhile', async () => {
    await smsArrives(test, { from: ada, text: '漏水了' });
    test.clock.move(200);
    expect((await ringing(await agent())).task.preview).toBe('漏水了');
  });

  it('relax in working time where the promise is in working time', async () => {
    const label = { en: 'Office', 'zh-CN': '办公' };
    // Closed for the next ten hours, and open for good from then on.
    const opens = new Date(Math.ceil((test.clock.now().getTime() + 36_000_000) / 86_400_000) * 86_400_000);
    const overrides: Record<string, { hours: [string, string][]; label: string }> = {};
    for (let day = 0; day < 3; day++)
      overrides[new Date(opens.getTime() + day * 86_400_000).toISOString().slice(0, 10)] = { hours: [['00:00', '24:00']], label: '' };
    const calendar = await admin.call('createCalendar', {
      body: { draft: { label, timeZone: 'UTC', hours: {}, holidays: null, overrides } },
    });
    await setRules(admin, test.queueId, { relaxation, calendarId: calendar.id, workingTime: ['sms'] });
    const some = await agent({ skills: { zh: 2 } });
    await smsArrives(test, { from: ada, text: '漏水了' });
    await quiet(some);
    await looksAgain(new Date(opens.getTime() + 60_000));
    await test.pass((opens.getTime() - test.clock.now().getTime()) / 1000 + 59);
    await quiet(some);
    await test.pass(1);
    const { why } = await ringing(some);
    expect(why.en).toMatch(/^Standard SMS, waited 60 s of working time of 60 min promised \(2%\)/);
    expect(why['zh-CN']).toMatch(/^标准短信已等待 60 秒（仅计工作时间），承诺 60 分钟（2%）/);
  });
});

describe('what a task bars an agent from', () => {
  it('follows the policy in force, at once, also for whoever is at work already', async () => {
    await setRules(admin, test.queueId, { relaxation: [{ afterSeconds: 1, skills: null }] });
    const mei = await agent({ capacity: { sms: 3 } });
    await smsArrives(test, { from: ada, text: 'first' });
    await smsArrives(test, { from: '+441632960222', text: 'second' });
    await test.pass(1);
    await setPolicy(admin, { bars: { sms: ['sms'] } });
    const first = await ringing(mei);
    await mei.call('acceptOffer', { id: first.id });
    await quiet(mei);
    const version = await setPolicy(admin, {});
    const second = await ringing(mei);
    expect(second.task.preview).toBe('second');
    const { receipts } = await admin.call('taskReceipts', { id: second.task.id });
    expect(receipts[0]?.policyVersion).toBe(version);
  });
});
