import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogView, Overview, PageEvent, PersonThreads, PersonView } from '../../channel-adapters/simulator/page-protocol.ts';
import { inboxes, openStage, people, type Stage } from './simulator-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.close());

const { ann, li } = people;

describe('the page of the simulator', () => {
  it('knows the people, our addresses and how busy it is', async () => {
    const overview = await get<Overview>('overview');
    expect(overview.people.map(({ name, tier }) => [name, tier])).toEqual([
      ['李娜', 'gold'],
      ['Ann Smith', 'standard'],
    ]);
    expect(overview.inboxes.map(({ channel }) => channel)).toEqual(['sms', 'voice', 'voice', 'email', 'web_chat']);
    expect(overview).toMatchObject({ traffic: 'off', agentPhones: 'answers' });
  });

  it('texts as a person, on the number that speaks their language, and shows the answer', async () => {
    await post<PersonThreads>(`people/${li.id}/sms`, { text: '<b>你好</b>' });
    await expect.poll(() => stage.items).toMatchObject([{ kind: 'message', text: '<b>你好</b>', from: { value: li.phone } }]);
    await stage.sms.send?.({ id: 'm1', inbox: inboxes.sms, to: li.phone, text: '您好！', files: [], at: new Date() });
    await expect
      .poll(async () => (await threads(li.id)).sms)
      .toMatchObject([
        { direction: 'out', text: '<b>你好</b>', status: 'received' },
        { direction: 'in', text: '您好！', status: 'delivered' },
      ]);
  });

  it('calls as a person, hears what the hub says, and hangs up', async () => {
    await post(`people/${li.id}/call`, {});
    await expect
      .poll(async () => (await threads(li.id)).calls[0]?.heard.map(({ text }) => text))
      .toContain('感谢您的来电，客服人员马上为您服务，请不要挂机。');
    const { calls, person } = await threads(li.id);
    expect(calls).toMatchObject([{ to: inboxes.voiceZh.address, status: 'in-progress', phase: 'waiting', hidden: false, problem: null }]);
    expect(person.onCall).toBe(true);
    const after = await post<PersonThreads>(`people/${li.id}/calls/${calls[0]?.sid}/hang-up`, {});
    expect(after.calls[0]).toMatchObject({ phase: 'over', status: 'completed' });
    await post(`people/${ann.id}/call`, { inboxId: inboxes.voice.id, hidden: true });
    await expect.poll(() => stage.items.at(-1)).toMatchObject({ type: 'incoming', from: { value: null } });
  });

  it('hangs up nobody else’s call', async () => {
    const leg = await stage.simulator.startCall({ from: li.phone, to: inboxes.voice.address });
    expect((await call('POST', `people/${ann.id}/calls/${leg.sid}/hang-up`, {})).status).toBe(404);
    expect(leg.endedAt).toBeUndefined();
  });

  it('says that an agent is on the line', async () => {
    await post(`people/${ann.id}/call`, {});
    await expect.poll(async () => (await threads(ann.id)).calls[0]?.phase).toBe('waiting');
    const [call] = (await threads(ann.id)).calls;
    const { connect } = stage.voice.calls ?? expect.fail('calls can be steered');
    await connect({ callId: call?.sid ?? '', inbox: inboxes.voice, agentAddress: 'client:a', conversationId: 'c1' });
    await expect.poll(async () => (await threads(ann.id)).calls[0]?.phase).toBe('talking');
  });

  it('lets agents’ phones go unanswered', async () => {
    expect(await put<Overview>('agent-phones', { behaviour: 'never' })).toMatchObject({ agentPhones: 'never' });
  });

  it('lets one be somebody whom nobody knows', async () => {
    const stranger = await post<PersonView>('strangers', { language: 'zh-CN' });
    expect(stranger).toMatchObject({ tier: '', language: 'zh-CN', phone: expect.stringMatching(/^\+86139\d{8}$/) });
    await post(`people/${stranger.id}/sms`, { text: '有人吗' });
    await expect.poll(() => stage.items).toMatchObject([{ from: { value: stranger.phone } }]);
    expect((await get<Overview>('overview')).people[0]?.id).toBe(stranger.id);
  });

  it('turns the traffic up and down', async () => {
    expect(await put<Overview>('traffic', { mode: 'quiet' })).toMatchObject({ traffic: 'quiet' });
    expect(await put<Overview>('traffic', { mode: 'off' })).toMatchObject({ traffic: 'off' });
  });

  it('is told at once of what the carrier does and whose affairs changed', async () => {
    const events = followEvents();
    await post(`people/${ann.id}/sms`, { text: 'hello' });
    await expect.poll(() => events.seen).toContainEqual({ type: 'changed', owner: ann.phone });
    await expect
      .poll(() => events.seen.some((event) => event.type === 'log' && event.entry.title.endsWith('/message') && event.entry.done))
      .toBe(true);
    const [entry] = await get<LogView[]>('log');
    expect(entry).toMatchObject({ kind: 'webhook', signature: expect.any(String), attempts: [{ status: 200 }] });
    events.stop();
  });

  it('knows that it is connected before anything happens', async () => {
    const { status, headers, body } = await fetch(`${stage.url}/simulator/api/events`, { signal: AbortSignal.timeout(3_000) });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    await body?.cancel();
  });

  it('writes a mail as a person and answers where the mail came from', async () => {
    await post(`people/${ann.id}/mail`, { subject: 'Hours', text: 'When do you open?' });
    await expect
      .poll(async () => (await threads(ann.id)).mails)
      .toMatchObject([{ direction: 'sent', to: inboxes.email.address, subject: 'Hours' }]);
    const transport = createTransport({ host: '127.0.0.1', port: stage.simulator.smtpPort(), ignoreTLS: true });
    await transport.sendMail({
      from: 'billing@hub.example',
      to: ann.email,
      subject: 'Re: Hours',
      text: 'At nine.',
      messageId: '<ours@hub.example>',
    });
    await post(`people/${ann.id}/mail`, { text: 'Thanks!', inReplyTo: 'ours@hub.example' });
    const last = (await threads(ann.id)).mails.at(-1);
    expect(last).toMatchObject({
      to: 'billing@hub.example',
      subject: 'Re: Hours',
      text: expect.stringMatching(/^Thanks!\n\nOn .+, billing@hub\.example wrote:\n> At nine\./),
    });
  });

  it.each([
    ['people/unknown/sms', { text: 'x' }, 404],
    [`people/${ann.id}/sms`, { text: '   ' }, 400],
    [`people/${ann.id}/sms`, {}, 400],
    [`people/${ann.id}/calls/CA1/hang-up`, {}, 404],
    [`people/${ann.id}/mail`, { text: 1 }, 400],
    ['strangers', { language: 'xx' }, 400],
  ])('refuses %s with %j', async (address, body, status) => {
    const response = await call('POST', address, body);
    expect([response.status, await response.json()]).toMatchObject([status, { error: { message: expect.stringMatching(/\w/) } }]);
  });

  it('takes nothing that a form on another site could send', async () => {
    const response = await fetch(`${stage.url}/simulator/api/people/${ann.id}/sms`, {
      method: 'POST',
      body: new URLSearchParams({ text: 'spam' }),
    });
    expect(response.status).toBe(400);
    expect(stage.simulator.messages()).toEqual([]);
  });

  it('is served from the folder it was built into', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'simulator-page-'));
    await writeFile(path.join(folder, 'index.html'), '<title>Simulator</title>');
    await stage.close();
    stage = await openStage({ pageFolder: folder });
    expect(await (await fetch(`${stage.url}/simulator/`)).text()).toBe('<title>Simulator</title>');
    await rm(folder, { recursive: true });
  });
});

const call = (method: string, address: string, body: object) =>
  fetch(`${stage.url}/simulator/api/${address}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return JSON.parse(await response.text());
}

const get = async <T>(address: string) => read<T>(await fetch(`${stage.url}/simulator/api/${address}`));
const post = async <T>(address: string, body: object) => read<T>(await call('POST', address, body));
const put = async <T>(address: string, body: object) => read<T>(await call('PUT', address, body));
const threads = (id: string) => get<PersonThreads>(`people/${id}`);

function followEvents(): { seen: PageEvent[]; stop(): void } {
  const seen: PageEvent[] = [];
  const ended = new AbortController();
  const listen = async () => {
    const { body } = await fetch(`${stage.url}/simulator/api/events`, { signal: ended.signal });
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) {
      for (const [, data = ''] of decoder.decode(chunk, { stream: true }).matchAll(/^data: (.+)$/gm)) seen.push(JSON.parse(data));
    }
  };
  listen().catch((failure: unknown) => {
    if (!ended.signal.aborted) throw failure;
  });
  return { seen, stop: () => ended.abort() };
}
