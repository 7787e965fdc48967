import type { MacroDraft } from '../../../server/contract/macros.ts';

type Macro = Pick<MacroDraft, 'name' | 'text'> & Partial<MacroDraft>;

/** What the agents of Northwind Home write every day. */
export const houseMacros: readonly Macro[] = [
  {
    name: { en: 'Greeting', 'zh-CN': '问候' },
    text: {
      en: 'Hello {{customer.name|there}},\nthis is {{agent.name}} from Northwind Home. ',
      'zh-CN': '{{customer.name|您}}您好，我是北风家居的{{agent.name}}。',
    },
  },
  {
    name: { en: 'One moment, please', 'zh-CN': '请稍等' },
    text: { en: 'One moment please, I am looking at it now.', 'zh-CN': '请稍等，我马上为您查看。' },
    channels: ['web_chat', 'sms'],
  },
  {
    name: { en: 'Ask for the serial number', 'zh-CN': '询问序列号' },
    text: {
      en: 'Could you send us the serial number? It stands on the silver plate at the bottom of the appliance, and begins with NW.',
      'zh-CN': '请把序列号发给我们：它在设备底部的银色铭牌上，以 NW 开头。',
    },
    actions: [{ do: 'set_status', status: 'pending' }],
  },
  {
    name: { en: 'Technician is booked', 'zh-CN': '已预约师傅' },
    text: {
      en: 'Dear {{customer.name|customer}},\n\na technician will be with you on {{date.tomorrow}} between 14:00 and 16:00 and calls before coming. Your ticket is #{{ticket.number}}.',
      'zh-CN':
        '{{customer.name|您}}您好，\n\n师傅将于{{date.tomorrow}}下午两点到四点上门，到达前会先给您打电话。工单号：#{{ticket.number}}。',
    },
    actions: [
      { do: 'add_note', text: 'Technician booked for tomorrow, 14:00 to 16:00.' },
      { do: 'set_status', status: 'on_hold' },
    ],
    channels: ['email', 'sms'],
  },
  {
    name: { en: 'Apology for the delay', 'zh-CN': '延误致歉' },
    text: {
      en: 'Dear {{customer.name|customer}},\n\nI am sorry that this took so long. I have taken it into my own hands and will write to you today.',
      'zh-CN': '{{customer.name|您}}您好，\n\n非常抱歉让您久等。这件事由我亲自跟进，今天之内给您答复。',
    },
    actions: [{ do: 'set_kind', kind: 'complaint' }, { do: 'assign_to_me' }],
    channels: ['email'],
  },
  {
    name: { en: 'Solved, thank you', 'zh-CN': '已解决' },
    text: {
      en: 'I am glad that it works again. Should anything be left, just answer here: your ticket opens by itself.',
      'zh-CN': '很高兴问题已经解决。如果还有疑问，直接在这里回复，工单会自动重新打开。',
    },
    actions: [{ do: 'set_status', status: 'solved' }],
  },
  {
    name: { en: 'Take it over', 'zh-CN': '由我处理' },
    text: { en: '', 'zh-CN': '' },
    actions: [{ do: 'assign_to_me' }, { do: 'set_status', status: 'open' }],
  },
];
