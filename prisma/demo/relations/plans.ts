import type { FollowUpTrigger } from '../../../server/contract/follow-ups.ts';
import type { OpportunityStage } from '../../../server/contract/sales.ts';
import type { SegmentFilter } from '../../../server/contract/segments.ts';

/** Saved filters of Northwind Home; the supervisors share them. */
export const segments: readonly { name: string; owner: string; filter: SegmentFilter }[] = [
  {
    name: 'Gold and above, no order for 90 days',
    owner: 'ingrid.solberg',
    filter: {
      all: [
        { field: 'tier', is: 'one_of', value: ['gold', 'platinum'] },
        { field: 'value.lastOrderAt', is: 'before', value: { daysAgo: 90 } },
      ],
    },
  },
  {
    name: '需要挽回的客户',
    owner: 'min.zhao',
    filter: {
      all: [
        { field: 'stage', is: 'one_of', value: ['at_risk', 'lapsed'] },
        { field: 'value.orders', is: 'at_least', value: 2 },
        { field: 'language', is: 'is', value: 'zh-CN' },
      ],
    },
  },
  {
    name: 'Birthday within two weeks',
    owner: 'ingrid.solberg',
    filter: { all: [{ field: 'birthday', is: 'within_days', value: 14 }] },
  },
  {
    name: 'May be written to about offers',
    owner: 'ingrid.solberg',
    filter: {
      any: [
        { field: 'consent.email.marketing', is: 'is', value: 'granted' },
        { field: 'consent.sms.marketing', is: 'is', value: 'granted' },
      ],
    },
  },
  {
    name: '有未结工单的白金与黄金客户',
    owner: 'min.zhao',
    filter: {
      all: [
        { field: 'tier', is: 'one_of', value: ['gold', 'platinum'] },
        { field: 'openTickets', is: 'more_than', value: 0 },
      ],
    },
  },
];

/** Rules by which follow-ups make themselves. */
export const rules: readonly {
  trigger: FollowUpTrigger;
  afterDays: number;
  tiers: readonly string[];
  label: { en: string; 'zh-CN': string };
  text: { en: string; 'zh-CN': string };
  purpose: 'service' | 'marketing';
}[] = [
  {
    trigger: 'order_delivered',
    afterDays: 3,
    tiers: [],
    label: { en: 'Three days after a delivery', 'zh-CN': '送货三天后' },
    text: { en: 'Ask whether everything arrived whole and runs.', 'zh-CN': '询问货物是否完好、使用是否正常。' },
    purpose: 'service',
  },
  {
    trigger: 'low_rating',
    afterDays: 0,
    tiers: [],
    label: { en: 'After a low rating, the same day', 'zh-CN': '低评分当天' },
    text: { en: 'Ask what went wrong, and put it right.', 'zh-CN': '了解哪里没做好，并设法弥补。' },
    purpose: 'service',
  },
  {
    trigger: 'silent',
    afterDays: 120,
    tiers: ['gold', 'platinum'],
    label: { en: 'Good customers, silent for four months', 'zh-CN': '优质客户四个月无联系' },
    text: { en: 'Say hello: is the equipment serving them well?', 'zh-CN': '致电问候：设备用得还好吗？' },
    purpose: 'service',
  },
  {
    trigger: 'birthday',
    afterDays: 0,
    tiers: ['silver', 'gold', 'platinum'],
    label: { en: 'Birthday', 'zh-CN': '生日' },
    text: { en: 'Wish them a happy birthday.', 'zh-CN': '送上生日祝福。' },
    purpose: 'marketing',
  },
];

type Lead = readonly [
  customer: string,
  title: string,
  stage: OpportunityStage,
  amount: number,
  currency: string,
  owner: string,
  step: string,
  days: number,
];

/** Leads and opportunities: customer by name, amount in whole units, next step so many days from now. */
export const opportunities: readonly Lead[] = [
  ['Harbour Court Hotel', 'Heat pumps for the new wing', 'quoted', 84_000, 'GBP', 'aisha.rahman', 'Call Mrs Whitfield about the quote', 0],
  ['青云酒店管理有限公司', '第四家门店中央空调', 'quoted', 620_000, 'CNY', 'wei.zhang', '与周经理确认施工日期', 0],
  ['Bright Days Nursery', 'Quiet air conditioning, 6 rooms', 'qualified', 11_400, 'GBP', 'mei.lin', 'Send the noise measurements', 0],
  ['明德小学', '教室新风系统', 'qualified', 186_000, 'CNY', 'jie.chen', '寄送样品与检测报告', 1],
  ['Becker & Söhne GmbH', 'Dust extraction, workshop 2', 'lead', 9_800, 'EUR', 'mei.lin', 'Find out who decides', 2],
  ['静水茶馆', '茶室加湿与净水', 'lead', 28_000, 'CNY', 'wei.zhang', '预约上门测量', 3],
  ['Kestrel Dental', 'Service contract, two years', 'lead', 3_600, 'GBP', 'lucas.martin', 'Ask about their opening hours', 5],
  ['黄志强', '分店厨房排烟', 'won', 96_000, 'CNY', 'wei.zhang', '', 0],
  ['Oliver Bennett', 'Studio heating', 'lost', 7_200, 'GBP', 'aisha.rahman', '', 0],
];

type Promise = readonly [customer: string, owner: string | null, days: number, text: string];

/** Follow-ups by hand: due so many days from now. */
export const followUps: readonly Promise[] = [
  ['Dr. Helen Ashworth', 'mei.lin', 0, 'Text first: is the new thermostat easy enough?'],
  ['Grace Lindqvist', 'mei.lin', 0, 'Write about the spare filter she asked for'],
  ['周建国', 'mei.lin', -1, '回电：维修后的空调是否还滴水'],
  ['Samuel Osei', 'mei.lin', 2, 'Offer the winter check for the school'],
  ['陈雅文', 'hao.wang', 0, '书面确认退款已到账'],
  ['刘思远', 'hao.wang', 0, '寄送净水器原理说明'],
  ['孙丽华', 'na.li', 0, '电话回访：新热水器会用了吗'],
  ['Ruth Goldberg', 'emma.clarke', 0, 'Ring for a chat: does the radio control work?'],
  ['Hannah Price', null, 0, 'After noon: how is the boiler doing?'],
  ['何俊杰', null, 0, '短信询问工地配件是否到齐'],
  ['Claire Dubois', null, 1, 'Ask about the dog, then about the humidifier'],
];
