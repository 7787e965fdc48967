import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inboxes, openStage, people, type Stage } from './simulator-stage.ts';

let stage: Stage;
let hub: MailHub;
beforeEach(async () => {
  hub = await openMailHub();
  stage = await openStage({ smtp: { host: '127.0.0.1', port: hub.port }, carrier: { retries: 2, retryDelayMs: 6_000 } });
});
afterEach(async () => {
  await stage.close();
  await hub.close();
});

const { ann, li } = people;
const fromAnn = { name: ann.name, address: ann.email };
const fromLi = { name: li.name, address: li.email };

describe('a mail of a simulated person', () => {
  it('reaches the hub by SMTP with name, subject and files', async () => {
    const files = [{ name: '收据.txt', contentType: 'text/plain', content: Buffer.from('￥12') }];
    const sent = await stage.simulator.sendMail({
      from: fromLi,
      to: inboxes.email.address,
      subject: '退款',
      text: '请查一下退款。',
      files,
    });
    expect(hub.received).toMatchObject([
      { from: { value: [{ address: li.email, name: li.name }] }, subject: '退款', messageId: `<${sent.messageId}>` },
    ]);
    expect(hub.received[0]?.text?.trim()).toBe('请查一下退款。');
    expect(hub.received[0]?.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([['收据.txt', '￥12']]);
    expect(stage.simulator.mailbox(li.email)).toEqual([sent]);
    expect(sent).toMatchObject({ direction: 'sent', state: 'sent', to: inboxes.email.address, files: ['收据.txt'] });
  });

  it('goes on with the thread and quotes what it answers, in the person’s language', async () => {
    const sent = await stage.simulator.sendMail({ from: fromLi, to: inboxes.email.address, subject: '退款', text: '请查一下。' });
    await hubWrites(li.email, {
      subject: 'Re: 退款',
      text: '已经退了。',
      messageId: '<ours-1@hub.example>',
      references: [`<${sent.messageId}>`],
    });
    const [, answer] = stage.simulator.mailbox(li.email);
    await stage.simulator.sendMail({
      from: fromLi,
      to: inboxes.email.address,
      subject: 'not used',
      text: '收到！',
      replyTo: answer,
      language: 'zh-CN',
    });
    const reply = hub.received[1];
    expect(reply?.subject).toBe('Re: 退款');
    expect(reply?.inReplyTo).toBe('<ours-1@hub.example>');
    expect(reply?.references).toEqual([`<${sent.messageId}>`, '<ours-1@hub.example>']);
    expect(reply?.text).toMatch(/^收到！\n\n在 .+，support@hub\.example 写道：\n> 已经退了。/);
  });

  it('is sent again while the hub cannot store it', async () => {
    await stage.close();
    stage = await openStage({ smtp: { host: '127.0.0.1', port: hub.port }, carrier: { retries: 100, retryDelayMs: 2_000 } });
    hub.answer = 451;
    const sending = stage.simulator.sendMail({ from: fromAnn, to: inboxes.email.address, subject: 'Hello', text: 'x' });
    await expect.poll(() => stage.simulator.log()[0]?.attempts.length).toBeGreaterThan(0);
    expect(stage.simulator.mailbox(ann.email)).toMatchObject([{ state: 'sending' }]);
    hub.answer = 250;
    expect(await sending).toMatchObject({ state: 'sent' });
    expect(hub.received).toHaveLength(1);
  });

  it('comes back when the hub refuses it', async () => {
    hub.answer = 550;
    expect(await stage.simulator.sendMail({ from: fromAnn, to: 'nowhere@hub.example', subject: 'Hello', text: 'x' })).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining('550'),
    });
    expect(stage.simulator.log()[0]).toMatchObject({ kind: 'mail', done: true, attempts: [{ problem: expect.stringContaining('550') }] });
  });

  it('comes back when the hub is out of reach for too long', async () => {
    await hub.close();
    expect(await stage.simulator.sendMail({ from: fromAnn, to: inboxes.email.address, subject: 'Hello', text: 'x' })).toMatchObject({
      state: 'refused',
    });
    expect(stage.simulator.log()[0]?.attempts).toHaveLength(3);
  });
});

describe('a mail of the hub', () => {
  it('is in the mailbox of everyone it was sent to', async () => {
    await hubWrites(`${ann.email}, ${li.email}`, { subject: 'Hours', text: 'Open from nine.' });
    for (const address of [ann.email.toUpperCase(), li.email]) {
      expect(stage.simulator.mailbox(address)).toMatchObject([
        { direction: 'received', from: inboxes.email.address, subject: 'Hours', text: expect.stringContaining('nine') },
      ]);
    }
  });

  it('is refused for a mailbox that does not exist', async () => {
    await expect(hubWrites('nobody@people.example', { subject: 'x', text: 'y' })).rejects.toMatchObject({ responseCode: 550 });
  });
});

describe('mail writers who come by themselves', () => {
  it('tell their concern and answer in the same thread', async () => {
    await stage.close();
    const settings = { smtp: { host: '127.0.0.1', port: hub.port }, inboxes: async () => [inboxes.email], people: async () => [ann] };
    stage = await openStage({ ...settings, speed: 200 });
    stage.simulator.setTraffic('rush');
    await expect.poll(() => hub.received.length).toBeGreaterThan(0);
    stage.simulator.setTraffic('off');
    const first = hub.received.find(({ from }) => from?.value[0]?.address === ann.email) ?? hub.received[0];
    const writer = first?.from?.value[0]?.address ?? '';
    await hubWrites(writer, {
      subject: `Re: ${first?.subject}`,
      text: 'We are on it.',
      messageId: '<ours-2@hub.example>',
      references: [first?.messageId ?? ''],
    });
    const answer = () => hub.received.find(({ inReplyTo }) => inReplyTo === '<ours-2@hub.example>');
    await expect.poll(answer).toMatchObject({ subject: `Re: ${first?.subject}`, references: [first?.messageId, '<ours-2@hub.example>'] });
    expect(answer()?.from?.value[0]?.address).toBe(writer);
  });
});

async function hubWrites(to: string, mail: { subject: string; text: string; messageId?: string; references?: string[] }): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: stage.simulator.smtpPort(), ignoreTLS: true });
  await transport.sendMail({ from: inboxes.email.address, to, ...mail });
}

interface MailHub {
  readonly port: number;
  readonly received: ParsedMail[];
  answer: number;
  close(): Promise<void>;
}

async function openMailHub(): Promise<MailHub> {
  const received: ParsedMail[] = [];
  const state = { answer: 250 };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, _session, answer) => {
      simpleParser(stream).then((mail) => {
        if (state.answer !== 250) return answer(Object.assign(new Error('no'), { responseCode: state.answer }));
        received.push(mail);
        answer();
      }, answer);
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return Object.assign(state, {
    port: typeof address === 'object' && address ? address.port : 0,
    received,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  });
}
