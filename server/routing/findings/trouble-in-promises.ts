import type { Catalog, QueueRow } from '../../catalog/read-catalog.ts';
import { promiseOf } from '../../catalog/read-catalog.ts';
import { both, channelWords, durationWords, listed } from '../../catalog/words.ts';
import type { Finding } from '../../contract/configuration.ts';
import { type Channel, channels } from '../../contract/statuses.ts';
import { kindWords } from '../policies/preview-policy.ts';

/** Promises that are missing or stand the wrong way round, orders that let somebody starve, backlogs that bar calls. */
export const troubleInPromises = (catalog: Catalog): Finding[] => [
  ...missing(catalog),
  ...[undefined, ...catalog.queues].flatMap((queue) => undercut(catalog, queue)),
  ...starving(catalog),
  ...barringCalls(catalog),
];

const everywhere = { queueId: null };

function missing(catalog: Catalog): Finding[] {
  const { tiers, policy } = catalog;
  return tiers.flatMap((tier) => {
    const unpromised = channels.filter((channel) => policy.promises[tier.key]?.[channel] === undefined);
    if (unpromised.length === 0) return [];
    const what = listed(unpromised.map((channel) => channelWords[channel]));
    return [
      {
        ...everywhere,
        code: 'tier_without_promise',
        severity: 'error',
        place: `promises.${tier.key}`,
        words: both(
          `${tier.label.en} is promised nothing for: ${what.en}.`,
          `“${tier.label['zh-CN']}”在以下渠道没有承诺：${what['zh-CN']}。`,
        ),
        advice: both('Promise a time; until then it counts as a day.', '请设置承诺时间；在此之前按一天计算。'),
      },
    ];
  });
}

/** A better tier that is promised more waiting than the next one below it; of a queue only where it makes promises of its own. */
function undercut(catalog: Catalog, queue: QueueRow | undefined): Finding[] {
  const { tiers, policy } = catalog;
  if (queue && !policy.queuePromises[queue.id]) return [];
  const promised = (tier: string, channel: Channel) => promiseOf(policy, { queueId: queue?.id ?? '', tier, channel });
  const isOwn = (tier: string, channel: Channel) => !queue || policy.queuePromises[queue.id]?.[tier]?.[channel] !== undefined;
  return tiers.slice(0, -1).flatMap((better, i) =>
    channels.flatMap((channel) => {
      const next = tiers[i + 1];
      if (!next || !(isOwn(better.key, channel) || isOwn(next.key, channel))) return [];
      const [long, short] = [promised(better.key, channel), promised(next.key, channel)];
      return long > short ? [slower(catalog, queue, { tier: better.key, channel, long }, { tier: next.key, channel, short })] : [];
    }),
  );
}

function slower(
  catalog: Catalog,
  queue: QueueRow | undefined,
  better: { tier: string; channel: Channel; long: number },
  next: { tier: string; channel: Channel; short: number },
): Finding {
  const [mine, theirs] = [kindWords(catalog, better), kindWords(catalog, next)];
  const [long, short] = [durationWords(better.long), durationWords(next.short)];
  const where = queue ? both(`In ${queue.label.en} a`, `在“${queue.label['zh-CN']}”中，`) : both('A', '');
  return {
    queueId: queue?.id ?? null,
    code: 'better_tier_slower',
    severity: 'warning',
    place: [...(queue ? ['queuePromises', queue.id] : ['promises']), better.tier, better.channel].join('.'),
    words: both(
      `${where.en} ${mine.en} is promised ${long.en}, longer than the ${short.en} of a ${theirs.en}, the tier below.`,
      `${where['zh-CN']}${mine['zh-CN']}的承诺是 ${long['zh-CN']}，比下一等级${theirs['zh-CN']}的 ${short['zh-CN']}还长。`,
    ),
    advice: both('Shorten it, or lengthen the one below.', '缩短该承诺，或延长下一等级的承诺。'),
  };
}

function starving(catalog: Catalog): Finding[] {
  const { tiers, policy } = catalog;
  if (policy.preset === 'strict')
    return [
      starvation('preset', both('all but the best tier', '除最高等级外的所有等级'), both('better tiers keep coming', '更高等级不断进入')),
    ];
  if (policy.preset !== 'table') return [];
  return tiers.flatMap(({ key }) =>
    channels
      .filter((channel) => policy.lines[key]?.[channel]?.acceleration === 0)
      .map((channel) =>
        starvation(
          `lines.${key}.${channel}.acceleration`,
          kindWords(catalog, { tier: key, channel }),
          both('others rise with waiting', '其他任务的得分随等待上升'),
        ),
      ),
  );
}

const starvation = (place: string, who: ReturnType<typeof both>, cause: ReturnType<typeof both>): Finding => ({
  ...everywhere,
  code: 'starvation_possible',
  severity: 'warning',
  place,
  words: both(`May wait without end while ${cause.en}: ${who.en}.`, `当${cause['zh-CN']}时，可能永远等待：${who['zh-CN']}。`),
  advice: both('Order by promises instead, or let every line rise with waiting.', '改为按承诺排序，或让每条线都随等待上升。'),
});

function barringCalls({ policy }: Catalog): Finding[] {
  return channels
    .filter((channel) => channel !== 'voice' && policy.bars[channel]?.includes('voice'))
    .map((channel) => ({
      ...everywhere,
      code: 'backlog_bars_calls',
      severity: 'warning',
      place: `bars.${channel}`,
      words: both(
        `Whoever holds one ${channelWords[channel].en} is offered no call: a backlog keeps everybody from the telephone.`,
        `只要手上有一个${channelWords[channel]['zh-CN']}，坐席就收不到来电：积压会让所有人接不了电话。`,
      ),
      advice: both('Take calls out of what it bars, unless some agents serve calls alone.', '不要排除来电，除非有坐席只接来电。'),
    }));
}
