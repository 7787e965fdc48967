import { firstPromises } from '../../server/catalog/first-configuration.ts';
import type { ServiceRule } from '../../server/contract/service-targets.ts';
import type { Channel } from '../../server/contract/statuses.ts';

/** What Northwind Home (北风家居), a seller of heating and air systems, has set up: all of it can be changed. */

export const tiers = [
  { key: 'platinum', rank: 4, label: { en: 'Platinum', 'zh-CN': '铂金' } },
  { key: 'gold', rank: 3, label: { en: 'Gold', 'zh-CN': '黄金' } },
  { key: 'silver', rank: 2, label: { en: 'Silver', 'zh-CN': '白银' } },
  { key: 'standard', rank: 1, label: { en: 'Standard', 'zh-CN': '标准' } },
] as const;

export type TierKey = (typeof tiers)[number]['key'];

/** Seconds until a first human answer: those that every installation starts with. */
const HOUR = 3600;
const owed = (tiers: TierKey[], firstMinutes: number, nextHours: number, hours: number): ServiceRule => ({
  tiers,
  channels: [],
  kinds: [],
  queueIds: [],
  targets: { first_response: firstMinutes * 60, next_response: nextHours * HOUR, resolution: hours * HOUR },
  workingTime: false,
});

/** By when a ticket is answered and solved. */
export const serviceRules: readonly ServiceRule[] = [
  owed(['platinum', 'gold'], 15, 1, 8),
  owed(['silver'], 60, 4, 24),
  owed([], 240, 8, 72),
];

export const promises: Record<TierKey, Record<Channel, number>> = firstPromises;

/** What a queue starts with that says nothing else. */
const plain = { workingTime: [], relaxation: [], preferredShare: 0 } as const;

/** Callers who would wait long may be called back, or say what it is about. */
const hotline = {
  before: [{ when: { is: 'too_long', seconds: 90 }, channels: ['voice'], act: { do: 'offer', choices: ['callback', 'voicemail'] } }],
  after: [{ after: { seconds: 45 }, channels: ['voice'], act: { do: 'offer', choices: ['callback', 'voicemail'] } }],
  chatUrl: null,
};

export const queues = [
  {
    ...plain,
    key: 'support',
    label: { en: 'Support', 'zh-CN': '客服支持' },
    offerSeconds: 20,
    wrapUpSeconds: 60,
    preferredShare: 0.25,
    overflow: hotline,
  },
  { ...plain, key: 'sales', label: { en: 'Sales', 'zh-CN': '销售' }, offerSeconds: 20, wrapUpSeconds: 45 },
  {
    key: 'billing',
    label: { en: 'Billing', 'zh-CN': '账务' },
    offerSeconds: 30,
    wrapUpSeconds: 60,
    preferredShare: 0.25,
    // Mails about money are answered in the hours of the Shanghai office; after an hour by whoever speaks the language.
    workingTime: ['email'],
    relaxation: [
      { afterSeconds: 3600, skills: { billing: 0 } },
      { afterSeconds: 14_400, skills: null },
    ],
  },
] as const;

export type QueueKey = (typeof queues)[number]['key'];

const unsaid = { en: '', 'zh-CN': '' };
const silent = { greeting: unsaid, signature: unsaid, recording: 'off' };
const signature = {
  en: 'Kind regards\n{{agent.name}}\nNorthwind Home · {{queue.name}}',
  'zh-CN': '{{agent.name}}\n北风家居 · {{queue.name}}',
};
const greeting = {
  en: 'Hello {{customer.name|there}}, thank you for writing to Northwind Home. Somebody will be with you in a moment.',
  'zh-CN': '{{customer.name|您}}您好，感谢联系北风家居，客服马上为您服务。',
};

/** A range that Ofcom keeps free for drama: nobody's telephone rings. */
export const ourNumber = '+442079460100';

export const inboxes = [
  {
    key: 'voice',
    channel: 'voice',
    address: ourNumber,
    queue: 'support',
    language: 'en',
    skills: {},
    ...silent,
    recording: 'unless_refused',
    label: { en: 'Hotline', 'zh-CN': '服务热线' },
  },
  {
    key: 'sms',
    channel: 'sms',
    address: ourNumber,
    queue: 'support',
    language: 'en',
    skills: {},
    ...silent,
    label: { en: 'SMS', 'zh-CN': '短信' },
  },
  {
    key: 'support',
    channel: 'email',
    address: 'support@touchline.example',
    queue: 'support',
    language: 'en',
    skills: {},
    ...silent,
    signature,
    label: { en: 'Support mailbox', 'zh-CN': '客服邮箱' },
  },
  {
    key: 'billing',
    channel: 'email',
    address: 'billing@touchline.example',
    queue: 'billing',
    language: 'en',
    skills: { billing: 1 },
    ...silent,
    signature,
    label: { en: 'Billing mailbox', 'zh-CN': '账务邮箱' },
  },
  {
    key: 'chat',
    channel: 'web_chat',
    address: 'demo-widget',
    queue: 'sales',
    language: 'en',
    skills: {},
    ...silent,
    greeting,
    label: { en: 'Shop chat', 'zh-CN': '商城在线客服' },
  },
] as const;

export type InboxKey = (typeof inboxes)[number]['key'];

export const dispositions = [
  { code: 'fault_repaired', label: { en: 'Fault repaired', 'zh-CN': '故障已排除' } },
  { code: 'visit_booked', label: { en: 'Visit booked', 'zh-CN': '已预约上门' } },
  { code: 'usage_advice', label: { en: 'Advice given', 'zh-CN': '使用指导' } },
  { code: 'delivery_status', label: { en: 'Delivery', 'zh-CN': '配送查询' } },
  { code: 'invoice_corrected', label: { en: 'Invoice corrected', 'zh-CN': '发票更正' } },
  { code: 'refund_issued', label: { en: 'Refund issued', 'zh-CN': '已退款' } },
  { code: 'quote_sent', label: { en: 'Quote sent', 'zh-CN': '已发报价' } },
  { code: 'order_placed', label: { en: 'Order placed', 'zh-CN': '已下单' } },
  { code: 'maintenance_plan', label: { en: 'Maintenance plan', 'zh-CN': '保养计划' } },
  { code: 'complaint_resolved', label: { en: 'Complaint resolved', 'zh-CN': '投诉已解决' } },
  { code: 'thanks', label: { en: 'Thanks or greeting', 'zh-CN': '致谢或问候' } },
  { code: 'no_action', label: { en: 'No action needed', 'zh-CN': '无需处理' } },
] as const;

export type DispositionCode = (typeof dispositions)[number]['code'];

/** Prices in whole units of each currency. */
export const products = [
  { en: 'Boreal 24 kW condensing boiler', 'zh-CN': '北风 24kW 冷凝壁挂炉', EUR: 1890, USD: 2090, CNY: 12_800 },
  { en: 'AirLift 8 kW heat pump', 'zh-CN': 'AirLift 8kW 空气源热泵', EUR: 5490, USD: 5990, CNY: 36_800 },
  { en: 'Fresh 350 ventilation unit', 'zh-CN': 'Fresh 350 新风机', EUR: 2390, USD: 2590, CNY: 15_600 },
  { en: 'Underfloor heating kit 10 m²', 'zh-CN': '地暖套装 10㎡', EUR: 649, USD: 699, CNY: 3980 },
  { en: 'Linea 1200 radiator', 'zh-CN': 'Linea 1200 暖气片', EUR: 219, USD: 239, CNY: 1380 },
  { en: 'P5 air purifier', 'zh-CN': 'P5 空气净化器', EUR: 329, USD: 359, CNY: 2199 },
  { en: 'H3 humidifier', 'zh-CN': 'H3 加湿器', EUR: 159, USD: 169, CNY: 899 },
  { en: 'T2 room thermostat', 'zh-CN': 'T2 温控器', EUR: 129, USD: 139, CNY: 799 },
  { en: 'F7 filter set', 'zh-CN': 'F7 滤芯套装', EUR: 39, USD: 42, CNY: 239 },
] as const;

export type Currency = 'EUR' | 'USD' | 'CNY';
