import type { Acquaintance } from '../people.ts';
import type { Chances } from '../random.ts';

const DAY = 86_400_000;

const plans = [
  {
    key: 'winter-check',
    label: { en: 'Check before winter', 'zh-CN': '入冬检修' },
    kind: 'mailing',
    intent: 'fewer breakdowns in January',
    daysAgo: 420,
    reach: 0.7,
    channel: 'email',
    response: 0.3,
    fixedCost: 90_000,
    touchCost: 40,
  },
  {
    key: 'spring-filter',
    label: { en: 'Spring filter offer', 'zh-CN': '春季滤芯优惠' },
    kind: 'discount',
    intent: 'filters to those who have a device',
    daysAgo: 260,
    reach: 0.5,
    channel: 'sms',
    response: 0.2,
    fixedCost: 40_000,
    touchCost: 12,
  },
  {
    key: 'thank-you',
    label: { en: 'Thank-you call', 'zh-CN': '老客户答谢电话' },
    kind: 'call',
    intent: 'keep the best',
    daysAgo: 120,
    reach: 0.3,
    channel: 'voice',
    response: 0.5,
    fixedCost: 20_000,
    touchCost: 650,
  },
  {
    key: 'heat-pump',
    label: { en: 'New heat pumps', 'zh-CN': '新款热泵' },
    kind: 'mailing',
    intent: 'replace old boilers',
    daysAgo: 45,
    reach: 0.6,
    channel: 'email',
    response: 0.18,
    fixedCost: 120_000,
    touchCost: 40,
  },
];

/** Four approaches in a year and a half, whom they reached and what those did. */
export function runCampaigns(fate: Chances, now: Date, customers: readonly Acquaintance[]) {
  const campaigns = plans.map((plan) => {
    const startsAt = new Date(now.getTime() - plan.daysAgo * DAY);
    return { ...plan, id: fate.id(startsAt), startsAt, endsAt: new Date(startsAt.getTime() + 30 * DAY), currency: 'EUR' };
  });
  const touches = campaigns.flatMap((campaign) =>
    customers
      .filter(() => fate.between(0, 1) < campaign.reach)
      .map((customer) => {
        const at = new Date(campaign.startsAt.getTime() + fate.between(0, 10) * DAY);
        const response = respond(fate, campaign.response);
        return {
          id: fate.id(at),
          campaignId: campaign.id,
          customerId: customer.id,
          externalId: `${campaign.key} ${customer.externalId}`,
          channel: campaign.channel,
          at,
          response,
          respondedAt: response && response !== 'bounced' ? new Date(at.getTime() + fate.between(0.02, 6) * DAY) : null,
        };
      }),
  );
  return { campaigns, touches };
}

function respond(fate: Chances, share: number): string | null {
  const luck = fate.between(0, 1);
  if (luck < share) return fate.pick(['bought', 'replied', 'clicked', 'clicked']);
  if (luck < share + 0.25) return 'opened';
  if (luck > 0.96) return fate.pick(['bounced', 'declined']);
  return null;
}

const pages = [
  ['/heating/service', 'Heating service', '供暖服务'],
  ['/heat-pumps', 'Heat pumps', '热泵'],
  ['/water/filters', 'Water filters', '净水滤芯'],
  ['/help/error-codes', 'Error codes explained', '故障代码说明'],
  ['/contract', 'Service contracts', '服务合同'],
  ['/shop/basket', 'Your basket', '购物车'],
] as const;

/** Pages of the shop that signed-in customers looked at in the last two months. */
export function browse(fate: Chances, now: Date, customers: readonly Acquaintance[]) {
  return customers
    .filter(({ chats }) => chats)
    .flatMap((customer) =>
      Array.from({ length: fate.whole(0, 7) }, (_, n) => {
        const [path, en, zh] = fate.pick(pages);
        const at = new Date(now.getTime() - fate.between(0.3, 60) * DAY);
        const title = customer.language === 'en' ? en : zh;
        return {
          id: fate.id(at),
          customerId: customer.id,
          at,
          url: `https://shop.northwind-home.example${path}`,
          title,
          externalId: `view ${customer.externalId} ${n}`,
        };
      }),
    );
}
