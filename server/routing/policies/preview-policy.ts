import type { Catalog, PolicyRow } from '../../catalog/read-catalog.ts';
import { both, channelWords, durationWords, listed } from '../../catalog/words.ts';
import type { Label } from '../../contract/entities.ts';
import { type Channel, channels } from '../../contract/statuses.ts';
import { type Line, scoreAfter } from '../decide.ts';
import { policyFrom } from '../policy.ts';

interface Kind {
  readonly tier: string;
  readonly channel: Channel;
}

/** What a policy means for those who wait, in plain words: who is answered before whom, and when that turns. */
export function previewPolicy(catalog: Pick<Catalog, 'tiers' | 'queues'>, policy: PolicyRow): Label[] {
  const { line } = policyFrom(policy, catalog.tiers);
  const lineOf = (kind: Kind) => line({ queueId: '', ...kind });
  const races = racesWorthTelling(catalog.tiers).map(([mine, theirs]) => tellRace(catalog, mine, theirs, lineOf));
  return [...races, ...tellQueues(catalog, policy), ...tellBars(policy)];
}

/** The best and the least tier against each other, on the same channel and across channels. */
function racesWorthTelling(tiers: Catalog['tiers']): [Kind, Kind][] {
  const [best, second] = tiers;
  const least = tiers.at(-1);
  if (!best || !second || !least) return [];
  return [
    [
      { tier: second.key, channel: 'voice' },
      { tier: least.key, channel: 'web_chat' },
    ],
    [
      { tier: best.key, channel: 'voice' },
      { tier: least.key, channel: 'voice' },
    ],
    [
      { tier: least.key, channel: 'voice' },
      { tier: best.key, channel: 'web_chat' },
    ],
    [
      { tier: least.key, channel: 'email' },
      { tier: best.key, channel: 'voice' },
    ],
    [
      { tier: best.key, channel: 'email' },
      { tier: least.key, channel: 'voice' },
    ],
  ];
}

/** The other has waited so long (seconds) when the race is told; nobody waits longer than a year. */
const TOLD_AT: Record<Channel, number> = { voice: 60, web_chat: 60, sms: 600, email: 3600 };
const FOR_EVER = 366 * 86_400;

function tellRace(catalog: Pick<Catalog, 'tiers'>, mine: Kind, theirs: Kind, lineOf: (kind: Kind) => Line): Label {
  const waited = TOLD_AT[theirs.channel];
  const [me, them, so] = [kindWords(catalog, mine), kindWords(catalog, theirs), durationWords(waited)];
  if (scoreAfter(lineOf(mine), 0) > scoreAfter(lineOf(theirs), FOR_EVER))
    return both(
      `${an(me.en)} goes before every ${them.en}, however long that has waited.`,
      `${me['zh-CN']}总是先于${them['zh-CN']}，无论后者等了多久。`,
    );
  const needed = secondsToReach(lineOf(mine), scoreAfter(lineOf(theirs), waited));
  if (needed > FOR_EVER)
    return both(
      `${an(me.en)} is never answered before ${an(them.en, false)} that has waited ${so.en}, however long it has waited itself.`,
      `无论等了多久，${me['zh-CN']}都不会先于已等待 ${so['zh-CN']}的${them['zh-CN']}。`,
    );
  if (needed < 0)
    return both(
      `Even a new ${me.en} goes before ${an(them.en, false)} that has waited ${so.en}.`,
      `新到的${me['zh-CN']}也先于已等待 ${so['zh-CN']}的${them['zh-CN']}。`,
    );
  const long = durationWords(needed);
  return both(
    `${an(me.en)} is answered before ${an(them.en, false)} that has waited ${so.en} when it has waited more than ${long.en}.`,
    `${me['zh-CN']}等待超过 ${long['zh-CN']}后，先于已等待 ${so['zh-CN']}的${them['zh-CN']}。`,
  );
}

/** Below 0 when it is there from the start; Infinity when it never gets there. */
function secondsToReach({ headStart, acceleration, per = 1 }: Line, score: number): number {
  if (acceleration > 0) return ((score - headStart) * per) / acceleration;
  return headStart > score ? -1 : Number.POSITIVE_INFINITY;
}

/** `gold call`, 黄金来电 */
export function kindWords(catalog: Pick<Catalog, 'tiers'>, { tier, channel }: Kind): Label {
  const label = catalog.tiers.find(({ key }) => key === tier)?.label ?? both(tier, tier);
  return both(`${label.en.toLowerCase()} ${channelWords[channel].en}`, label['zh-CN'] + channelWords[channel]['zh-CN']);
}

function an(words: string, first = true): string {
  const article = /^[aeiou]/i.test(words) ? 'an' : 'a';
  return `${first ? article.charAt(0).toUpperCase() + article.slice(1) : article} ${words}`;
}

const tellQueues = ({ queues }: Pick<Catalog, 'queues'>, { queuePromises }: PolicyRow): Label[] =>
  queues.flatMap(({ id, label }) => {
    const count = Object.values(queuePromises[id] ?? {}).reduce((sum, byChannel) => sum + Object.keys(byChannel).length, 0);
    if (count === 0) return [];
    return [
      both(
        `${label.en} makes ${count === 1 ? 'one promise' : `${count} promises`} of its own.`,
        `“${label['zh-CN']}”另有 ${count} 项自己的承诺。`,
      ),
    ];
  });

const tellBars = ({ bars }: PolicyRow): Label[] =>
  channels.flatMap((channel) => {
    const barred = channels.filter((one) => bars[channel]?.includes(one));
    if (barred.length === 0) return [];
    const holding = { en: `Whoever has ${an(channelWords[channel].en, false)}`, zh: `正在处理${channelWords[channel]['zh-CN']}的坐席` };
    if (barred.length === channels.length) return [both(`${holding.en} is offered nothing else.`, `${holding.zh}不会再收到其他任务。`)];
    const what = listed(barred.map((one) => channelWords[one]));
    return [both(`${holding.en} is not offered: ${what.en}.`, `${holding.zh}不会再收到：${what['zh-CN']}。`)];
  });
