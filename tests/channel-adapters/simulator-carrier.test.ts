import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carrierPath } from '../../channel-adapters/simulator/simulator.ts';
import { createTwilioClient } from '../../channel-adapters/twilio-client.ts';
import { account, inboxes, openStage, people, type Stage } from './simulator-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ carrier: { retries: 2, retryDelayMs: 6_000 } });
});
afterEach(async () => stage.close());

const text = (body: string) => stage.simulator.sendSms({ from: people.li.phone, to: inboxes.sms.address, text: body });
const call = () => stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
const client = (more = {}) =>
  createTwilioClient({ ...account, publicUrl: stage.url, apiUrl: `${stage.url}/simulator${carrierPath}`, ...more });

describe('a webhook of the carrier', () => {
  it('carries what Twilio documents, truly signed', async () => {
    const message = await text('请问几点开门？');
    const [entry] = stage.simulator.log();
    expect(entry).toMatchObject({
      kind: 'webhook',
      title: `POST ${stage.url}/webhooks/sms-en/message`,
      params: {
        MessageSid: message.sid,
        SmsSid: message.sid,
        AccountSid: account.accountSid,
        ApiVersion: '2010-04-01',
        From: people.li.phone,
        To: inboxes.sms.address,
        Body: '请问几点开门？',
        NumSegments: '1',
        NumMedia: '0',
        FromCountry: 'CN',
        ToCountry: 'US',
      },
      attempts: [{ status: 200 }],
      done: true,
    });
    const { signature = '', params = {} } = entry ?? {};
    expect(twilio.validateRequest(account.authToken, signature, `${stage.url}/webhooks/sms-en/message`, { ...params })).toBe(true);
    expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
  });

  it('is tried again while the hub fails, and arrives under the same key', async () => {
    await stage.close();
    stage = await openStage({ carrier: { retries: 100, retryDelayMs: 2_000 } });
    stage.outage = { status: 503 };
    const sending = text('again and again');
    await expect.poll(() => stage.simulator.log()[0]?.attempts.length).toBeGreaterThan(0);
    stage.outage = undefined;
    const { sid } = await sending;
    const statuses = stage.simulator.log()[0]?.attempts.map(({ status }) => status);
    expect([statuses?.at(0), statuses?.at(-1)]).toEqual([503, 200]);
    expect(stage.items).toMatchObject([{ externalId: sid, text: 'again and again' }]);
  });

  it('is given up after the last retry and stays listed for catching up', async () => {
    stage.outage = { status: 500 };
    const { sid } = await text('lost?');
    expect(stage.simulator.log()[0]).toMatchObject({ attempts: [{ status: 500 }, { status: 500 }, { status: 500 }], done: true });
    expect((await client().messages.list({ to: inboxes.sms.address })).map((each) => each.sid)).toEqual([sid]);
  });

  it('is not tried again when the hub refuses it', async () => {
    stage.outage = { status: 403 };
    await text('refused');
    expect(stage.simulator.log()[0]?.attempts).toMatchObject([{ status: 403 }]);
  });

  it('is tried again when the hub is out of reach or answers nothing in time', async () => {
    await stage.close();
    stage = await openStage({ carrier: { retries: 1, retryDelayMs: 10, timeoutMs: 60 }, publicUrl: 'http://127.0.0.1:9' });
    await text('nobody home');
    expect(stage.simulator.log()[0]?.attempts).toMatchObject([
      { problem: expect.stringMatching(/\w/) },
      { problem: expect.stringMatching(/\w/) },
    ]);
  });
});

describe('a call with instructions that cannot be followed', () => {
  it.each([
    ['an unknown verb', { status: 200, body: '<Response><Fly/></Response>' }, /^12200: <Fly> is no voice verb/],
    ['no XML', { status: 200, body: 'OK' }, /^12100/],
    ['a hub that fails', { status: 500 }, /^11200/],
    ['a hub that refuses', { status: 403 }, /^11200/],
  ])('ends as Twilio ends it, and shows why: %s', async (_what, outage, problem) => {
    stage.outage = outage;
    const leg = await call();
    await expect.poll(() => leg.status).toBe('completed');
    expect(leg.problem).toMatch(problem);
    expect(leg.heard.map(({ kind }) => kind)).toEqual(['ringing', 'problem', 'say', 'ended']);
    expect(stage.simulator.log().some(({ attempts }) => attempts.some((attempt) => problem.test(attempt.problem ?? '')))).toBe(true);
  });

  it('shows a mistake in the waiting document as well', async () => {
    stage.outage = { status: 200, path: 'wait', body: '<Response><Dial><Conference>no</Conference></Dial></Response>' };
    const leg = await call();
    await expect.poll(() => leg.problem).toMatch(/<Dial> may not stand in a document for waiting callers/);
  });

  it('is refused at once when they came with a REST request', async () => {
    const leg = await call();
    await expect.poll(() => leg.status).toBe('in-progress');
    await expect(client().calls(leg.sid).update({ twiml: '<Response><Fly/></Response>' })).rejects.toMatchObject({
      status: 400,
      code: 12200,
    });
    expect(leg.status).toBe('in-progress');
  });
});

describe('a call with other instructions', () => {
  it.each([
    ['<Reject/>', 'no-answer', []],
    ['<Reject reason="busy"/>', 'busy', []],
    ['<Hangup/>', 'completed', []],
    ['<Say>Closed.</Say><Pause length="2"/><Play>/bye.mp3</Play>', 'completed', ['Closed.', '2 s', 'bye.mp3']],
  ])('%s ends %s', async (inside, status, heard) => {
    stage.outage = { status: 200, path: 'call', body: `<Response>${inside}</Response>` };
    const leg = await call();
    await expect.poll(() => leg.status).toBe(status);
    const lines = leg.heard.filter(({ kind }) => ['say', 'pause', 'play'].includes(kind)).map((line) => line.text.replace(/^.*\//, ''));
    expect(lines).toEqual(heard);
    await expect.poll(() => stage.items).toMatchObject([{ type: 'ended', externalId: leg.sid }]);
  });

  it('leaves the queue by <Leave>, and the answer of the action is followed', async () => {
    stage.outage = { status: 200, path: 'wait', body: '<Response><Leave/></Response>' };
    const leg = await call();
    await expect.poll(() => leg.status).toBe('completed');
    expect(leg.problem).toBeUndefined();
    expect(stage.simulator.log().find(({ title }) => title.endsWith('/dequeued'))?.params).toMatchObject({ QueueResult: 'leave' });
  });
});

describe('a call in a conference', () => {
  const room = (name: string) => `<Response><Dial action="/webhooks/voice-en/left"><Conference>${name}</Conference></Dial></Response>`;
  const left = () => stage.simulator.log().filter(({ title }) => title.endsWith('/left'));
  const into = async (name: string) => {
    const leg = await call();
    await expect.poll(() => leg.status).toBe('in-progress');
    await client()
      .calls(leg.sid)
      .update({ twiml: room(name) });
    await expect.poll(() => leg.heard.at(-1)?.kind).toBe('play');
    return leg;
  };

  it('is told to the action when the caller hangs up', async () => {
    const leg = await into('room 3');
    stage.simulator.hangUp(leg);
    await expect.poll(left).toMatchObject([{ params: { CallSid: leg.sid, CallStatus: 'completed' } }]);
  });

  it('is not told to the action when the caller is taken elsewhere', async () => {
    const leg = await into('room 4');
    await client().calls(leg.sid).update({ twiml: '<Response><Pause length="60"/></Response>' });
    await expect.poll(() => leg.heard.at(-1)?.kind).toBe('pause');
    expect(left()).toEqual([]);
    expect((await client().conferences.list({ friendlyName: 'room 4' }))[0]?.status).toBe('completed');
  });

  it('follows the answer of the action when the conference is over', async () => {
    const leg = await into('room 5');
    await client().conferences('room 5').update({ status: 'completed' });
    await expect.poll(left).toMatchObject([{ params: { CallSid: leg.sid, CallStatus: 'in-progress' } }]);
    await expect.poll(() => leg.status).toBe('completed');
  });
});

describe('the REST API of the carrier', () => {
  it('answers only the owner of the account', async () => {
    await expect(client({ authToken: 'guessed' }).messages.list()).rejects.toMatchObject({ status: 401 });
    await expect(client({ accountSid: 'AC00000000000000000000000000000002' }).messages.list()).rejects.toMatchObject({ status: 401 });
    expect(await client().messages.list()).toEqual([]);
  });

  it('does not know what does not exist', async () => {
    const { messages, calls, conferences } = client();
    for (const request of [
      messages('SM1').fetch(),
      calls('CA1').fetch(),
      conferences('none').fetch(),
      conferences('none').participants.list(),
    ]) {
      await expect(request).rejects.toMatchObject({ status: 404 });
    }
    const unknown = await fetch(`${stage.url}/simulator${carrierPath}/2010-04-01/Accounts/${account.accountSid}/Faxes.json`, {
      headers: { authorization: `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}` },
    });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 20404, status: 404 }]);
  });

  it('tells of a call, a conference and who is in it', async () => {
    const leg = await call();
    const twiml =
      '<Response><Dial><Conference startConferenceOnEnter="false" participantLabel="caller">room 1</Conference></Dial></Response>';
    await expect.poll(() => leg.status).toBe('in-progress');
    await client().calls(leg.sid).update({ twiml });
    await client().conferences('room 1').participants.create({ from: inboxes.voice.address, to: 'client:a', label: 'agent' });
    await expect.poll(async () => (await client().conferences.list({ friendlyName: 'room 1' }))[0]?.status).toBe('in-progress');
    const [conference] = await client().conferences.list({ friendlyName: 'room 1' });
    const participants = await client()
      .conferences(conference?.sid ?? '')
      .participants.list();
    expect(participants.map(({ label, status }) => [label, status])).toEqual([
      ['caller', 'connected'],
      ['agent', 'connected'],
    ]);
    await client()
      .conferences(conference?.sid ?? '')
      .participants('agent')
      .remove();
    expect(
      await client()
        .calls(participants[1]?.callSid ?? '')
        .fetch(),
    ).toMatchObject({ status: 'completed', direction: 'outbound-api', to: 'client:a' });
    await client()
      .conferences(conference?.sid ?? '')
      .update({ status: 'completed' });
    await expect.poll(() => leg.status).toBe('completed');
    expect(await client().calls.list({ status: 'completed', to: inboxes.voice.address })).toMatchObject([
      { sid: leg.sid, from: people.ann.phone },
    ]);
  });

  it('calls somebody, says something and hangs up', async () => {
    const made = await client().calls.create({
      from: inboxes.voice.address,
      to: people.ann.phone,
      twiml: '<Response><Say>Hello Ann.</Say></Response>',
    });
    expect(made.status).toBe('queued');
    await expect.poll(async () => (await client().calls(made.sid).fetch()).status).toBe('completed');
    expect(stage.simulator.calls()[0]?.heard.map((line) => line.text)).toContain('Hello Ann.');
  });

  it.each([
    ['a label with a slash', { label: 'a/b' }, 16024],
    ['a label that looks like a call', { label: `CA${'0'.repeat(32)}` }, 16024],
  ])('refuses a participant with %s', async (_what, more, code) => {
    await expect(
      client()
        .conferences('room 2')
        .participants.create({ from: '+1', to: 'client:a', ...more }),
    ).rejects.toMatchObject({ status: 400, code });
  });
});

it('counts the seconds of a call truly', async () => {
  const begun = performance.now();
  const leg = await call();
  await expect.poll(() => leg.status).toBe('in-progress');
  await new Promise((passed) => setTimeout(passed, 1_200));
  stage.simulator.hangUp(leg);
  const most = Math.round((performance.now() - begun) / 1_000);
  const ended = () => stage.items.find((item) => item.kind === 'call' && item.type === 'ended' && item.externalId === leg.sid);
  await expect.poll(ended).toMatchObject({ seconds: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= most) });
});
