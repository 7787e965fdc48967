import type { Channel } from '../../../server/contract/statuses.ts';
import type { InboxKey } from '../catalog.ts';
import type { Chances } from '../random.ts';
import type { Passerby } from './crowd.ts';

export interface Coming {
  readonly customer: Passerby;
  readonly inbox: InboxKey;
  readonly channel: Channel;
  /** Milliseconds. */
  readonly at: number;
  readonly talk: number;
  readonly wrapUp: number;
  /** Infinity: waits however long. */
  readonly patience: number;
}

export const DAY = 86_400_000;
const HOUR = 3_600_000;
export const DAYS = 8;

/** When the phones are open, hours of UTC: each language is served in its own daytime. */
export const opens = { en: 8, 'zh-CN': 1 } as const;
const OPEN_HOURS = 10;

interface Stream {
  readonly inbox: InboxKey;
  readonly channel: Channel;
  /** On a weekday. */
  readonly perDay: Record<'en' | 'zh-CN', number>;
  /** Seconds, on average. */
  readonly talk: number;
  readonly patience: number | null;
}

const streams: readonly Stream[] = [
  { inbox: 'voice', channel: 'voice', perDay: { en: 90, 'zh-CN': 64 }, talk: 330, patience: 240 },
  { inbox: 'chat', channel: 'web_chat', perDay: { en: 18, 'zh-CN': 12 }, talk: 480, patience: 420 },
  { inbox: 'sms', channel: 'sms', perDay: { en: 12, 'zh-CN': 8 }, talk: 200, patience: null },
];

/** Late morning is the busiest, and there is a second wave after lunch. */
const profile = [0.6, 1, 1.45, 1.5, 1.1, 0.8, 1.15, 1.1, 0.8, 0.5];

/** Who came in the last days until an hour ago, nobody twice a day. */
export function planArrivals(fate: Chances, crowd: readonly Passerby[], now: Date): Coming[] {
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const latest = now.getTime() - HOUR;
  const days = Array.from({ length: DAYS }, (_, i) => today - i * DAY);
  return days
    .flatMap((midnight) => (['en', 'zh-CN'] as const).flatMap((language) => dayOf(fate, crowd, language, midnight)))
    .filter(({ at }) => at < latest)
    .sort((a, b) => a.at - b.at);
}

function dayOf(fate: Chances, crowd: readonly Passerby[], language: 'en' | 'zh-CN', midnight: number): Coming[] {
  const weekday = new Date(midnight).getUTCDay();
  const busy = weekday === 0 ? 0 : weekday === 6 ? 0.4 : 1;
  const someone = fate.shuffle(crowd.filter((customer) => customer.language === language));
  return streams.flatMap((stream) =>
    Array.from({ length: Math.round(stream.perDay[language] * busy * fate.between(0.9, 1.1)) }, () => {
      const customer = someone.pop();
      return customer ? [coming(fate, stream, customer, midnight + (opens[language] + hourOf(fate)) * HOUR)] : [];
    }).flat(),
  );
}

function coming(fate: Chances, { inbox, channel, talk, patience }: Stream, customer: Passerby, at: number): Coming {
  const around = (mean: number) => Math.round(mean * 1000 * (0.25 - 0.75 * Math.log1p(-fate.between(0, 1))));
  return {
    customer,
    inbox,
    channel,
    at: Math.round(at),
    talk: around(talk),
    wrapUp: Math.round(fate.between(10, 70) * 1000),
    patience: patience === null ? Infinity : around(patience),
  };
}

/** An hour of the open day by chance, with the profile as its weight. */
function hourOf(fate: Chances): number {
  let chance = fate.between(
    0,
    profile.reduce((sum, weight) => sum + weight, 0),
  );
  const hour = profile.findIndex((weight) => {
    chance -= weight;
    return chance < 0;
  });
  return Math.max(0, Math.min(OPEN_HOURS - 1, hour)) + fate.between(0, 1);
}
