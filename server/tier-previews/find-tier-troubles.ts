import { type Catalog, promiseOf } from '../catalog/read-catalog.ts';
import { both, channelWords } from '../catalog/words.ts';
import type { Finding } from '../contract/configuration.ts';
import { channels } from '../contract/statuses.ts';
import type { TierPreviewResult, TierRulesDraft } from '../contract/tier-rules.ts';
import { troubleInPromises } from '../routing/findings/trouble-in-promises.ts';

/** Above this share of customers a better tier is nothing better. */
const CROWDED = 0.5;

/** What in these rules, with the promises in force, would hurt somebody; first of all the service floor of the lowest tier. */
export function findTierTroubles(
  catalog: Catalog,
  rules: TierRulesDraft,
  sizes: TierPreviewResult['sizes'],
  waiting: TierPreviewResult['waiting'],
): Finding[] {
  return [...floorTrouble(catalog, waiting), ...crowding(catalog, sizes), ...withoutRules(catalog, rules), ...troubleInPromises(catalog)];
}

const lowestOf = ({ tiers }: Catalog) => tiers.reduce((low, tier) => (tier.rank < low.rank ? tier : low));

/** Nine of ten of the lowest tier are still answered within their promise, or were not before either. */
function floorTrouble(catalog: Catalog, waiting: TierPreviewResult['waiting']): Finding[] {
  const lowest = lowestOf(catalog);
  return channels.flatMap((channel) => {
    const change = waiting?.byTierAndChannel.find((one) => one.tier === lowest.key && one.channel === channel);
    const promise = promiseOf(catalog.policy, { queueId: '', tier: lowest.key, channel });
    const { before, after } = change?.p90Wait ?? { before: null, after: null };
    if (after === null || after <= promise || after <= (before ?? 0)) return [];
    return [
      {
        code: 'lowest_tier_floor',
        severity: 'warning',
        place: `promises.${lowest.key}.${channel}`,
        queueId: null,
        words: both(
          `${lowest.label.en}, ${channelWords[channel].en}: one in ten would wait longer than ${Math.round(after)} s, past the promise of ${promise} s.`,
          `${lowest.label['zh-CN']}，${channelWords[channel]['zh-CN']}：十分之一的客户将等待超过 ${Math.round(after)} 秒，超出 ${promise} 秒的承诺。`,
        ),
        advice: both('Let fewer customers into the better tiers, or add agents.', '减少进入高等级的客户，或增加坐席。'),
      },
    ];
  });
}

function crowding(catalog: Catalog, sizes: TierPreviewResult['sizes']): Finding[] {
  const total = sizes.reduce((sum, { after }) => sum + after, 0);
  const lowest = lowestOf(catalog);
  const above = total - (sizes.find(({ tier }) => tier === lowest.key)?.after ?? 0);
  if (total === 0 || above / total <= CROWDED) return [];
  return [
    {
      code: 'better_tiers_crowded',
      severity: 'warning',
      place: 'tiers',
      queueId: null,
      words: both(
        `${Math.round((above / total) * 100)}% of all customers would stand above ${lowest.label.en}: who is before whom says little then.`,
        `${Math.round((above / total) * 100)}% 的客户将高于“${lowest.label['zh-CN']}”：优先级将失去意义。`,
      ),
      advice: both('Raise the thresholds.', '提高门槛。'),
    },
  ];
}

const withoutRules = (catalog: Catalog, rules: TierRulesDraft): Finding[] =>
  catalog.tiers
    .filter((tier) => tier !== lowestOf(catalog) && !rules.tiers.some((rule) => rule.tier === tier.key))
    .map((tier) => ({
      code: 'tier_without_rules',
      severity: 'notice',
      place: 'tiers',
      queueId: null,
      words: both(
        `Nobody comes into ${tier.label.en} by these rules, only by hand.`,
        `没有客户会按规则进入“${tier.label['zh-CN']}”，只能手动设置。`,
      ),
      advice: both('Give it conditions, or leave it to overrides.', '为其设置条件，或仅用手动设置。'),
    }));
