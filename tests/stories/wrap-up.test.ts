import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { finish, quiet, ringing, take } from '../support/desk.ts';
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
let console: ConsoleSocket;
const phone = '+441632960111';

beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  console = await sitDown(test, mei);
});
afterEach(async () => {
  console.close();
  await test.stop();
});

const writes = (text: string) => smsArrives(test, { from: phone, text });

describe('wrap-up', () => {
  it('ends by itself on the server, though the agent’s browser is gone', async () => {
    await writes('help');
    const task = await take(mei);
    const wrapping = await mei.call('endTask', { id: task.id });
    expect(wrapping).toMatchObject({ state: 'wrapping', wrapUpUntil: test.clock.later(60) });
    console.close();
    await test.pass(59);
    expect((await mei.call('getTask', { id: task.id })).state).toBe('wrapping');
    await test.pass(1);
    await eventually(async () =>
      expect(await mei.call('getTask', { id: task.id })).toMatchObject({ state: 'completed', ticketStatus: 'open' }),
    );
    expect(await mei.refusal('completeTask', { id: task.id, body: { disposition: 'resolved' } })).toBe('409 task_over');
    expect(await eventNames(test, 'task.wrapping', 'task.completed')).toEqual(['task.wrapping', 'task.completed']);
  });

  it('takes a disposition that exists, from the agent who holds the task, once', async () => {
    const tom = await client(test, await addPerson(test, { name: 'Tom' }));
    await writes('help');
    const { id } = await take(mei);
    expect(await mei.refusal('completeTask', { id, body: { disposition: 'whatever' } })).toBe('422 unknown_disposition');
    expect(await tom.refusal('endTask', { id })).toBe('409 not_your_task');
    expect(await tom.refusal('completeTask', { id, body: { disposition: 'resolved' } })).toBe('409 not_your_task');
    await finish(mei, await mei.call('getTask', { id }));
    expect(await mei.refusal('endTask', { id })).toBe('409 task_over');
    expect(await eventNames(test, 'task.completed')).toHaveLength(1);
  });

  it('leaves the ticket as the agent says, and the customer’s next word opens it again', async () => {
    await writes('help');
    const { ticketStatus, ticketId } = await finish(mei, await take(mei), 'pending');
    expect(ticketStatus).toBe('pending');
    await writes('here is what you asked for');
    expect((await ringing(mei)).task).toMatchObject({ ticketId, ticketStatus: 'open' });
  });

  it('of a call begins only when the call is over', async () => {
    await callArrives(test, { from: phone, sid: `CA${'1'.repeat(32)}` });
    const { id } = await take(mei);
    expect(await mei.refusal('completeTask', { id, body: { disposition: 'resolved' } })).toBe('409 status_not_reachable');
    await mei.call('endTask', { id });
    expect(await mei.call('completeTask', { id, body: { disposition: 'resolved' } })).toMatchObject({ state: 'completed' });
  });
});

describe('a customer who writes during wrap-up', () => {
  it('has a new need since that message, and the ticket is not solved over it', async () => {
    await writes('help');
    const task = await take(mei);
    await mei.call('endTask', { id: task.id });
    test.clock.move(5);
    await writes('one more thing');
    const neededAt = test.clock.now().toISOString();
    test.clock.move(5);
    await quiet(mei);
    const done = await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved', ticketStatus: 'solved' } });
    expect(done).toMatchObject({ state: 'completed', ticketStatus: 'open' });
    const next = await ringing(mei);
    expect(next.task).toMatchObject({ ticketId: task.ticketId, neededAt, preview: 'one more thing' });
    expect(next.task.id).not.toBe(task.id);
  });

  it('also in the very instant in which it begins, but not before', async () => {
    await writes('help');
    const task = await take(mei);
    await writes('read before it was ended');
    await mei.call('endTask', { id: task.id });
    await writes('and this was not');
    await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved' } });
    const second = await take(mei);
    expect(second.preview).toBe('and this was not');
    expect(await finish(mei, second)).toMatchObject({ ticketStatus: 'solved' });
    await quiet(mei);
  });

  it('and wrap-up that runs out by itself does not lose them', async () => {
    await writes('help');
    await mei.call('endTask', { id: (await take(mei)).id });
    test.clock.move(30);
    await writes('one more thing');
    const neededAt = test.clock.now().toISOString();
    await test.pass(30);
    expect((await ringing(mei)).task).toMatchObject({ neededAt, preview: 'one more thing' });
  });

  it('by an automatic reply has no need', async () => {
    const post = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
    const mail = { from: 'ada@customer.example', to: supportMail, subject: 'Invoice' };
    await post.sendMail({ ...mail, messageId: '<one@customer.example>', text: 'Where is it?' });
    const task = await take(mei);
    await mei.call('endTask', { id: task.id });
    await post.sendMail({
      ...mail,
      inReplyTo: '<one@customer.example>',
      text: 'I am on holiday',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    await eventually(async () => expect((await mei.call('getConversation', { id: task.conversationId })).entries).toHaveLength(2));
    expect(await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved' } })).toMatchObject({ ticketStatus: 'solved' });
    await quiet(mei);
  });
});

describe('a customer with two contacts open on one ticket', () => {
  it('is solved only with the last of them', async () => {
    await writes('help');
    const sms = await take(mei);
    await callArrives(test, { from: phone, sid: `CA${'2'.repeat(32)}` });
    const call = await take(mei);
    expect(call.ticketId).toBe(sms.ticketId);
    expect(await finish(mei, call)).toMatchObject({ ticketStatus: 'open' });
    expect(await finish(mei, sms)).toMatchObject({ ticketStatus: 'solved' });
  });
});
