import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import type { Overflow } from '../../server/contract/overflow.ts';
import { json, sql } from '../../server/db/sql.ts';
import { type Client, eventually, type TestHub } from './hub.ts';
import type { Town } from './town.ts';

/** Somebody with a phone at the simulated carrier. */
export const callFrom = (town: Town, { phone }: SimulatedPerson, to: string): Promise<Leg> =>
  town.simulator.startCall({ from: phone ?? '', to });

/** Everything said to them so far. */
export const said = (leg: Leg): string[] => leg.heard.filter(({ kind }) => kind === 'say').map(({ text }) => text);

/** Wait until they have been told something like it; gives the words. */
export const hears = (leg: Leg, words: RegExp | string): Promise<string> =>
  eventually(async () => {
    const found = said(leg).findLast((text) => (typeof words === 'string' ? text.includes(words) : words.test(text)));
    if (found === undefined) throw new Error(`${leg.owner} has not heard ${words}: ${JSON.stringify(leg.heard.slice(-8))}`);
    return found;
  }, 20);

/** Press a key as soon as one is listened for. */
export const presses = (town: Town, leg: Leg, digit: string): Promise<void> =>
  eventually(async () => {
    if (!leg.keys) throw new Error(`nothing listens to the keys of ${leg.owner}: ${JSON.stringify(leg.heard.slice(-8))}`);
    town.simulator.press(leg, digit);
  }, 20);

/** Speak as soon as it is recorded. */
export const speaks = (town: Town, leg: Leg, words: string): Promise<void> =>
  eventually(async () => {
    if (!leg.microphone) throw new Error(`nothing is recorded of ${leg.owner}: ${JSON.stringify(leg.heard.slice(-8))}`);
    town.simulator.speak(leg, words);
  }, 20);

/** The call is over for this side. */
export const isOver = (leg: Leg): Promise<void> =>
  eventually(async () => {
    if (!leg.endedAt) throw new Error(`the call of ${leg.owner} goes on: ${JSON.stringify(leg.heard.slice(-5))}`);
  }, 20);

/** The calls we have placed to this number, oldest first. */
export const callsTo = ({ simulator }: Town, number: string | null): Leg[] =>
  simulator.calls().filter(({ direction, to }) => direction === 'outbound-api' && to === number);

/** Set the overflow rules of a queue, as an admin does. */
export async function setOverflow(admin: Client, queueId: string, overflow: Partial<Overflow>): Promise<void> {
  const { revision } = await admin.call('readOverflow', { id: queueId });
  await admin.call('changeOverflow', { id: queueId, body: { revision, overflow: { before: [], after: [], chatUrl: null, ...overflow } } });
}

/** Offer these to callers whenever the wait is longer than a second, which it is. */
export const offersAll: Partial<Overflow> = {
  before: [
    {
      when: { is: 'too_long', seconds: 1 },
      channels: ['voice'],
      act: { do: 'offer', choices: ['callback', 'voicemail', 'chat_link'] },
    },
  ],
  chatUrl: 'https://shop.example/help',
};

/** Opening hours that never come, or always are. */
export async function keepHours({ hub, queueId }: TestHub, hours: 'never' | 'always'): Promise<void> {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const open = Object.fromEntries(days.map((day) => [day, hours === 'always' ? [['00:00', '24:00']] : []]));
  await hub.db.transact(async (tx) => {
    tx.write(sql`delete from calendars`);
    tx.write(sql`
      insert into calendars (id, label, time_zone, hours) values ('11111111-1111-4111-8111-111111111111', ${json({ en: 'Hours', 'zh-CN': '营业时间' })}, 'Europe/London', ${json(open)})`);
    tx.write(sql`update queues set calendar_id = '11111111-1111-4111-8111-111111111111' where id = ${queueId}`);
  });
  hub.catalog.forget();
}
