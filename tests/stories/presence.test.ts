import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConsole, sitDown } from '../support/console-socket.ts';
import { quiet, ringing, take } from '../support/desk.ts';
import {
  addPerson,
  type Client,
  callArrives,
  client,
  eventNames,
  eventually,
  smsArrives,
  startTestHub,
  supportMail,
  type TestHub,
} from '../support/hub.ts';

let test: TestHub;
let mei: Client;

beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
});
afterEach(() => test.stop());

const gone = () => eventually(async () => expect((await mei.call('desk')).agent.present).toBe(false));
const writes = (text: string, from = '+441632960111') => smsArrives(test, { from, text });

describe('an agent', () => {
  it('who is available but has no console open is offered nothing', async () => {
    await mei.call('setStatus', { body: { status: 'available' } });
    await writes('anybody?');
    await quiet(mei);
    const console = await openConsole(test, { token: mei.token });
    expect((await ringing(mei)).task.preview).toBe('anybody?');
    console.close();
  });

  it('with a console open who is away is offered nothing either', async () => {
    const console = await sitDown(test, mei);
    await mei.call('setStatus', { body: { status: 'away', reason: 'break' } });
    await writes('anybody?');
    await quiet(mei);
    console.close();
  });

  it('who works by API alone is present for a minute after each sign of life', async () => {
    const { until } = await mei.call('keepPresence');
    expect(until).toBe(test.clock.later(60));
    await mei.call('setStatus', { body: { status: 'available' } });
    await test.pass(45);
    await mei.call('keepPresence');
    await test.pass(45);
    expect((await mei.call('desk')).agent).toMatchObject({ present: true, status: 'available' });
    await test.pass(16);
    await eventually(async () =>
      expect((await mei.call('desk')).agent).toMatchObject({ present: false, status: 'offline', statusReason: 'connection_lost' }),
    );
    await mei.call('keepPresence');
    expect(await eventNames(test, 'agent.presence_changed')).toEqual([
      'agent.presence_changed',
      'agent.presence_changed',
      'agent.presence_changed',
    ]);
  });
});

describe('when an agent’s browser is gone', () => {
  it('and they had said goodbye before, they are offline as they said, not for a lost connection', async () => {
    const console = await sitDown(test, mei);
    await mei.call('setStatus', { body: { status: 'offline' } });
    const said = (await mei.call('desk')).agent;
    console.close();
    await gone();
    await test.pass(21);
    expect((await mei.call('desk')).agent).toMatchObject({ status: 'offline', statusReason: null, statusSince: said.statusSince });
    expect(await eventNames(test, 'agent.status_changed')).toHaveLength(2);
  });

  it('nothing happens if it is back within the grace time, as after a reload', async () => {
    const first = await sitDown(test, mei);
    await writes('help');
    const task = await take(mei);
    first.close();
    await gone();
    const second = await openConsole(test, { token: mei.token });
    await eventually(async () => expect((await mei.call('desk')).agent.present).toBe(true));
    await test.pass(20);
    expect(await mei.call('getTask', { id: task.id })).toMatchObject({ state: 'assigned', agentId: mei.person.id });
    expect((await mei.call('desk')).agent.status).toBe('available');
    second.close();
  });

  it('nothing happens either while another of their windows is open', async () => {
    const [first, second] = [await sitDown(test, mei), await openConsole(test, { token: mei.token })];
    await eventually(async () => expect(await eventNames(test, 'agent.presence_changed')).toHaveLength(1));
    first.close();
    await test.pass(25);
    expect((await mei.call('desk')).agent).toMatchObject({ present: true, status: 'available' });
    second.close();
  });

  it('chats and SMS go back to their place, calls and mails stay with the agent, who is offline', async () => {
    const console = await sitDown(test, mei);
    await writes('help');
    const sms = await take(mei);
    await createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
      from: 'ada@customer.example',
      to: supportMail,
      subject: 'Invoice',
      text: 'Where is it?',
    });
    const mail = await take(mei);
    await callArrives(test, { from: '+441632960222', sid: `CA${'1'.repeat(32)}` });
    const call = await take(mei);
    test.clock.move(40);
    console.close();
    await gone();
    await test.pass(20);
    await eventually(async () => expect((await mei.call('getTask', { id: sms.id })).state).toBe('pending'));
    expect(await mei.call('getTask', { id: sms.id })).toMatchObject({ agentId: null, neededAt: sms.neededAt });
    expect((await mei.call('desk')).agent).toMatchObject({ status: 'offline', statusReason: 'connection_lost' });
    expect((await mei.call('desk')).tasks.map(({ id }) => id).sort()).toEqual([mail.id, call.id].sort());

    const tom = await client(test, await addPerson(test, { name: 'Tom' }));
    const next = await sitDown(test, tom);
    expect((await ringing(tom)).task).toMatchObject({ id: sms.id, neededAt: sms.neededAt });
    next.close();
  });

  it('what rings at them is offered to the next agent', async () => {
    const console = await sitDown(test, mei);
    await writes('help');
    const { id, task } = await ringing(mei);
    console.close();
    await gone();
    const tom = await client(test, await addPerson(test, { name: 'Tom' }));
    const next = await sitDown(test, tom);
    test.clock.move(5);
    await test.pass(15);
    expect((await ringing(tom)).task).toMatchObject({ id: task.id, neededAt: task.neededAt });
    expect(await mei.refusal('acceptOffer', { id })).toBe('409 offer_expired');
    next.close();
  });
});
