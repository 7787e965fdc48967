import type { Caller } from '../auth/identify-caller.ts';
import { atLeast, seesMoney } from '../auth/permissions.ts';
import { both, channelWords } from '../catalog/words.ts';
import type { Label } from '../contract/entities.ts';
import type { FieldKind } from '../contract/segments.ts';
import { channels, type Role } from '../contract/statuses.ts';
import { type Stage, stages } from '../contract/value-numbers.ts';
import { type Sql, sql } from '../db/sql.ts';
import { column, consentState, groups, lastContact, openTickets, type Source, valueColumn } from './sources.ts';

export interface Option {
  readonly key: string;
  readonly label: Label;
}

/** Something that can be asked of a customer. */
export interface Field {
  readonly kind: FieldKind;
  readonly label: Label;
  readonly source: Source;
  /** Least role that may ask for it. */
  readonly role: Role;
  /** Roles of one's own that may ask for it whatever they build on. */
  readonly roleIds?: readonly string[];
  readonly options?: readonly Option[];
}

/** Money is asked for by those who may read it; fields of the installation’s own name a least role. */
export function mayAsk(caller: Pick<Caller, 'role' | 'ownRole' | 'rights'>, asked: Field | undefined): boolean {
  if (!asked) return true;
  if (asked.kind === 'money') return asked.role === 'agent' || seesMoney(caller);
  return atLeast(caller.role, asked.role) || (caller.ownRole !== null && asked.roleIds?.includes(caller.ownRole.id) === true);
}

export type FieldTable = Readonly<Record<string, Field>>;

const field = (kind: FieldKind, en: string, zh: string, source: Source, more: Partial<Field> = {}): Field => ({
  kind,
  label: both(en, zh),
  source,
  role: 'agent',
  ...more,
});

const option = (key: string, en: string, zh: string): Option => ({ key, label: both(en, zh) });

const stageWords: Record<Stage, Label> = {
  prospect: both('prospect', '潜在客户'),
  new: both('new', '新客户'),
  active: both('active', '活跃'),
  at_risk: both('at risk', '有流失风险'),
  lapsed: both('lapsed', '已流失'),
  won_back: both('won back', '已挽回'),
};

/** Purposes every installation has; others are asked for by their own key. */
const purposes = { marketing: both('offers', '营销'), survey: both('surveys', '调查'), service: both('service', '服务') };

const consentOptions = [
  option('granted', 'given', '已同意'),
  option('withdrawn', 'withdrawn', '已撤回'),
  option('none', 'never asked', '未表态'),
];

const consentFields = Object.fromEntries(
  channels.flatMap((channel) =>
    Object.entries(purposes).map(([purpose, words]) => [`consent.${channel}.${purpose}`, consentField(channel, purpose, words)]),
  ),
);

/** The newest word of a customer on one channel for one purpose. */
export function consentField(channel: (typeof channels)[number], purpose: string, words: Label = both(purpose, purpose)): Field {
  const on = channelWords[channel];
  const [en, zh] = [`Consent: ${words.en} by ${on.en}`, `同意${on['zh-CN']}${words['zh-CN']}`];
  return field('choice', en, zh, consentState(channel, purpose), { options: consentOptions });
}

const money = (en: string, zh: string, name: Sql, role: Role = 'supervisor') => field('money', en, zh, valueColumn(name), { role });
const score = (en: string, zh: string, name: Sql) => field('number', en, zh, valueColumn(name));

/** What every installation can ask of its customers. */
export const builtIn: FieldTable = {
  tier: field('choice', 'Tier', '等级', column(sql`c.tier`)),
  stage: field('choice', 'Stage', '生命周期阶段', valueColumn(sql`v.stage`), {
    options: stages.map((key) => ({ key, label: stageWords[key] })),
  }),
  kind: field('choice', 'Kind', '客户类型', column(sql`c.kind::text`), {
    options: [option('person', 'person', '个人'), option('company', 'company', '公司'), option('household', 'household', '家庭')],
  }),
  name: field('text', 'Name', '姓名', column(sql`c.name`)),
  city: field('text', 'City', '城市', column(sql`c.city`)),
  company: field('text', 'Company', '所在公司', column(sql`c.company`)),
  occupation: field('text', 'Occupation', '职业', column(sql`c.occupation`)),
  language: field('choice', 'Language', '语言', column(sql`c.language`), {
    options: [option('en', 'English', '英语'), option('zh-CN', 'Chinese', '中文')],
  }),
  preferredChannel: field('choice', 'Preferred channel', '偏好渠道', column(sql`c.preferred_channel::text`), {
    options: channels.map((key) => ({ key, label: channelWords[key] })),
  }),
  since: field('time', 'Customer since', '成为客户时间', column(sql`c.since`)),
  birthday: field('anniversary', 'Birthday', '生日', column(sql`c.birthday`)),
  memberOf: field('customer', 'Belongs to', '隶属于', groups),
  openTickets: field('number', 'Open tickets', '未结工单数', openTickets),
  lastContactAt: field('time', 'Last contact', '最近联系', lastContact),
  ...consentFields,
  'value.orders': score('Orders', '订单数', sql`v.orders`),
  'value.firstOrderAt': field('time', 'First order', '首次下单', valueColumn(sql`v.first_order_at`)),
  'value.lastOrderAt': field('time', 'Last order', '最近下单', valueColumn(sql`v.last_order_at`)),
  'value.revenue': money('Revenue', '销售额', sql`v.revenue`, 'agent'),
  'value.margin': money('Margin', '毛利', sql`v.margin`),
  'value.costToServe': money('Cost to serve', '服务成本', sql`v.cost_to_serve`),
  'value.profit': money('Profit', '利润', sql`v.profit`),
  'value.lifetimeValue': money('Lifetime value', '终身价值', sql`v.lifetime_value`),
  'value.recency': score('Recency score (1–5)', '近度评分 (1–5)', sql`v.recency`),
  'value.frequency': score('Frequency score (1–5)', '频度评分 (1–5)', sql`v.frequency`),
  'value.monetary': score('Spending score (1–5)', '金额评分 (1–5)', sql`v.monetary`),
  'value.expectedPurchases': score('Expected purchases', '预期购买次数', sql`v.expected_purchases`),
  'value.probabilityAlive': field('share', 'Still a customer', '仍活跃概率', valueColumn(sql`v.probability_alive`)),
  'value.churnRisk': field('share', 'Risk of leaving', '流失风险', valueColumn(sql`v.churn_risk`)),
  'value.loyalty': score('Loyalty (0–100)', '忠诚度 (0–100)', sql`v.loyalty`),
  'value.satisfaction': score('Satisfaction (0–100)', '满意度 (0–100)', sql`v.satisfaction`),
};
