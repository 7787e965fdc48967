import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryError, type DeliveryReport, type OutboundMessage } from '../../channel-adapters/channel-adapter.ts';
import { carrierPath } from '../../channel-adapters/simulator/simulator.ts';
import { createSmsAdapter } from '../../channel-adapters/sms/sms-adapter.ts';
import { account, inboxes, openStage, people, type Stage } from './simulator-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.close());

describe('an SMS that goes out', () => {
  it('reaches the phone, and every step is reported under our own id', async () => {
    const { externalId, status } = await send({ id: 'm1', text: '您好，已经发货。' });
    expect(status).toBe('sent');
    expect(outbound()).toMatchObject([{ sid: externalId, from: inboxes.sms.address, to: people.ann.phone, body: '您好，已经发货。' }]);
    await expect.poll(reports).toEqual([
      { kind: 'report', externalId, messageId: 'm1', status: 'sent' },
      { kind: 'report', externalId, messageId: 'm1', status: 'delivered' },
    ]);
    expect(stage.refused).toEqual([]);
  });

  it('reports that a phone could not be reached, with the carrier’s code', async () => {
    await send({ id: 'm2', to: '+12025553003' });
    await expect.poll(() => reports().at(-1)).toMatchObject({ messageId: 'm2', status: 'failed', errorCode: '30003' });
  });

  it.each([
    ['21211', 'no phone number', { to: '12' }],
    ['21610', 'a phone that opted out', { to: '+12025551610' }],
    ['21617', 'a text above the limit', { text: '长'.repeat(1601) }],
    ['21602', 'an empty text', { text: '' }],
  ])('is refused for good with %s: %s', async (code, _what, more) => {
    expect(await failureOf(send(more))).toMatchObject({ code, permanent: true });
    expect(outbound()).toEqual([]);
  });

  it('is refused for good with a file, which SMS cannot carry', async () => {
    const files = [{ name: 'a.pdf', contentType: 'application/pdf', content: Buffer.from('x') }];
    expect(await failureOf(send({ files }))).toMatchObject({ code: 'files_not_supported', permanent: true });
  });

  it('opts a phone out and in again when its owner texts STOP and START', async () => {
    const { ann } = people;
    await stage.simulator.sendSms({ from: ann.phone, to: inboxes.sms.address, text: 'Stop' });
    expect(await failureOf(send({}))).toMatchObject({ code: '21610', permanent: true });
    await stage.simulator.sendSms({ from: ann.phone, to: inboxes.sms.address, text: 'START' });
    await send({});
    expect(outbound()).toHaveLength(1);
  });

  it.each([
    ['overloaded', '20429'],
    ['broken', '20503'],
  ] as const)('may be tried again when the carrier is %s', async (rest, code) => {
    stage.simulator.faults.rest = rest;
    expect(await failureOf(send({}))).toMatchObject({ code, permanent: false });
  });

  it('may be tried again when the carrier is out of reach or our credentials are wrong, and no secret is told', async () => {
    const wrong = { ...account, authToken: 'an-old-secret', publicUrl: stage.url };
    const refused = createSmsAdapter({ ...wrong, apiUrl: `${stage.url}/simulator${carrierPath}` });
    const nowhere = createSmsAdapter({ ...wrong, apiUrl: 'http://127.0.0.1:9' });
    for (const [adapter, code] of [
      [refused, '20003'],
      [nowhere, 'carrier_unreachable'],
    ] as const) {
      const failure = await failureOf(adapter.send?.(draft({})));
      expect(failure).toMatchObject({ code, permanent: false });
      expect(`${JSON.stringify(failure)} ${failure.message} ${failure.stack}`).not.toContain('an-old-secret');
    }
  });
});

describe('an attempt with an unknown outcome', () => {
  it('is not sent twice when the carrier had taken it', async () => {
    const attemptedAt = new Date();
    stage.simulator.faults.rest = 'lose_answer';
    expect(await failureOf(send({ id: 'm3' }))).toMatchObject({ permanent: false });
    delete stage.simulator.faults.rest;
    const { externalId } = await send({ id: 'm3', attemptedAt });
    expect(outbound().map(({ sid }) => sid)).toEqual([externalId]);
    await expect.poll(() => reports().at(-1)).toMatchObject({ messageId: 'm3', status: 'delivered' });
  });

  it('is sent when the carrier never had it, whatever was said before to others or in other words', async () => {
    await send({ text: 'another text' });
    await send({ to: people.li.phone });
    await send({ id: 'm4', attemptedAt: new Date() });
    expect(outbound()).toHaveLength(3);
  });

  it('is sent again when the same words went out long before', async () => {
    await send({ id: 'm5' });
    await send({ id: 'm6', attemptedAt: new Date(Date.now() + 60_000) });
    expect(outbound()).toHaveLength(2);
  });

  it('says so when the carrier has failed to deliver it meanwhile', async () => {
    const attemptedAt = new Date();
    await send({ to: '+12025553003' });
    await expect.poll(() => outbound()[0]?.status).toBe('undelivered');
    expect(await failureOf(send({ to: '+12025553003', attemptedAt }))).toMatchObject({ code: '30003', permanent: true });
  });
});

describe('callbacks on a bad day', () => {
  it('may come late, twice and out of order: each still names our message', async () => {
    Object.assign(stage.simulator.faults, { repeat: 1, delayMs: 4_000 });
    await send({ id: 'm7' });
    await expect.poll(() => reports().length).toBe(4);
    expect(
      reports()
        .map(({ messageId, status }) => `${messageId} ${status}`)
        .sort(),
    ).toEqual(['m7 delivered', 'm7 delivered', 'm7 sent', 'm7 sent']);
  });
});

describe('what came in while the hub was away', () => {
  it('is listed oldest first under the keys it would have had, with its pictures', async () => {
    const since = new Date(Date.now() - 1_000);
    stage.outage = { status: 503 };
    const { ann, li } = people;
    const first = await stage.simulator.sendSms({ from: ann.phone, to: inboxes.sms.address, text: 'Is anyone there?' });
    const media = ['https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1'];
    const second = await stage.simulator.sendSms({ from: li.phone, to: inboxes.sms.address, text: '有人吗？', media });
    await send({ text: 'ours is not theirs', to: inboxes.sms.address });
    await expect.poll(() => outbound()[0]?.status).toBe('delivered');
    const missed = await stage.sms.missed?.(inboxes.sms, since);
    expect(missed).toMatchObject([
      { kind: 'message', externalId: first.sid, from: { value: ann.phone }, text: 'Is anyone there?' },
      { kind: 'message', externalId: second.sid, from: { value: li.phone }, text: `有人吗？\n${media[0]}` },
    ]);
    expect(missed?.[0]?.sentAt).toBeInstanceOf(Date);
  });

  it('leaves out what came before, and is empty when nothing did', async () => {
    await stage.simulator.sendSms({ from: people.ann.phone, to: inboxes.sms.address, text: 'long ago' });
    expect(await stage.sms.missed?.(inboxes.sms, new Date(Date.now() + 60_000))).toEqual([]);
  });

  it('comes whole when there is more than one page of it', async () => {
    stage.outage = { status: 400 };
    for (let count = 0; count < 1010; count++) {
      await stage.simulator.sendSms({ from: people.ann.phone, to: inboxes.sms.address, text: `number ${count}` });
    }
    const missed = await stage.sms.missed?.(inboxes.sms, new Date(Date.now() - 60_000));
    expect(missed?.map(({ text }) => text)).toEqual(Array.from({ length: 1010 }, (_, count) => `number ${count}`));
  });
});

const draft = (more: Partial<OutboundMessage>): OutboundMessage => ({
  id: 'm0',
  inbox: inboxes.sms,
  to: people.ann.phone,
  text: 'Your parcel is on its way.',
  files: [],
  at: new Date(),
  ...more,
});

async function send(more: Partial<OutboundMessage>): Promise<{ externalId: string; status: string }> {
  if (!stage.sms.send) throw new Error('SMS can be sent');
  return stage.sms.send(draft(more));
}

const outbound = () => stage.simulator.messages().filter(({ direction }) => direction === 'outbound-api');

const reports = () => stage.items.filter((item): item is DeliveryReport => item.kind === 'report');

async function failureOf(attempt: Promise<unknown> | undefined): Promise<DeliveryError> {
  const failure = await attempt?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return failure instanceof DeliveryError ? failure : expect.fail(`no DeliveryError but ${failure}`);
}
