import { expect, it } from 'vitest';
import { createLog } from '../../channel-adapters/simulator/carrier/carrier-log.ts';
import { makeSid, remember } from '../../channel-adapters/simulator/carrier/records.ts';
import { createMailboxes, type Mail } from '../../channel-adapters/simulator/people/mailbox.ts';

it('forgets the oldest records, so that a demonstration can run for weeks', () => {
  const records = new Map<string, number>();
  for (let count = 0; count < 10; count++) remember(records, `r${count}`, count, 3);
  expect([...records.values()]).toEqual([7, 8, 9]);
});

it('keeps the newest part of the log, and tells of every entry and attempt', () => {
  const log = createLog(2);
  const heard: string[] = [];
  const stop = log.follow(({ title, attempts }) => void heard.push(`${title} ${attempts.length}`));
  const add = (title: string) => log.add({ kind: 'webhook', title, params: {} });
  log.attempted(add('one'), { at: new Date(), ms: 1, status: 200 }, true);
  add('two');
  stop();
  add('three');
  expect(log.entries().map(({ title }) => title)).toEqual(['two', 'three']);
  expect(heard).toEqual(['one 0', 'one 1', 'two 0']);
});

it('keeps the newest mails of a mailbox, one of each, whatever the case of its address', () => {
  const changed: string[] = [];
  const mailboxes = createMailboxes((address) => void changed.push(address), 2);
  for (const messageId of ['a', 'b', 'b', 'c']) mailboxes.file('Ann@People.example', mail(messageId));
  expect(mailboxes.of('ANN@people.example').map(({ messageId }) => messageId)).toEqual(['b', 'c']);
  expect(mailboxes.of('nobody@people.example')).toEqual([]);
  expect(new Set(changed)).toEqual(new Set(['ann@people.example']));
});

it('never makes the same identifier twice, and makes it as Twilio does', () => {
  const sids = Array.from({ length: 1_000 }, () => makeSid('SM'));
  expect(new Set(sids).size).toBe(1_000);
  for (const sid of sids) expect(sid).toMatch(/^SM[0-9a-f]{32}$/);
});

function mail(messageId: string): Mail {
  return {
    direction: 'received',
    messageId,
    references: [],
    from: 'a',
    to: 'b',
    subject: '',
    text: '',
    files: [],
    at: new Date(),
    state: 'sent',
  };
}
