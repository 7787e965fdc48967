import type { DispositionCode } from '../catalog.ts';

interface Matter {
  readonly subject: string;
  readonly question: string;
  readonly reply: string;
  readonly disposition: DispositionCode;
}

/** What most people come with. */
export const matters: Record<'en' | 'zh-CN', readonly Matter[]> = {
  en: [
    {
      subject: 'When will it be delivered?',
      question: 'When will my radiator be delivered?',
      reply: 'It is on the van for tomorrow, between 9 and 12.',
      disposition: 'delivery_status',
    },
    {
      subject: 'Thermostat does not connect',
      question: 'My thermostat has lost the Wi-Fi, what now?',
      reply: 'Hold the wheel for ten seconds, then choose your network again.',
      disposition: 'usage_advice',
    },
    {
      subject: 'Boiler pressure is low',
      question: 'The display shows 0.6 bar. Is that too little?',
      reply: 'Yes: please fill up to 1.5 bar at the blue tap.',
      disposition: 'usage_advice',
    },
    {
      subject: 'Visit for yearly service',
      question: 'Can I book the yearly service?',
      reply: 'Booked for next Tuesday, 8 to 10.',
      disposition: 'visit_booked',
    },
    {
      subject: 'Which filter fits?',
      question: 'Which filter fits the Fresh 350?',
      reply: 'The F7 set. I have put it into your basket.',
      disposition: 'order_placed',
    },
    {
      subject: 'Heat pump is noisy',
      question: 'Our heat pump hums since last night.',
      reply: 'A colleague comes on Thursday morning to look at the fan.',
      disposition: 'visit_booked',
    },
  ],
  'zh-CN': [
    {
      subject: '什么时候送货',
      question: '我订的暖气片什么时候送到？',
      reply: '已安排明天上午九点到十二点送达。',
      disposition: 'delivery_status',
    },
    {
      subject: '温控器连不上网',
      question: '温控器断网了，怎么办？',
      reply: '按住旋钮十秒，再重新选择网络即可。',
      disposition: 'usage_advice',
    },
    {
      subject: '壁挂炉压力偏低',
      question: '屏幕显示 0.6 bar，是不是太低了？',
      reply: '是的，请打开蓝色阀门补水到 1.5 bar。',
      disposition: 'usage_advice',
    },
    { subject: '预约年度保养', question: '想预约一次年度保养。', reply: '已约在下周二上午八点到十点。', disposition: 'visit_booked' },
    { subject: '滤芯型号咨询', question: '新风机 350 用哪种滤芯？', reply: '用 F7 套装，已为您加入购物车。', disposition: 'order_placed' },
    { subject: '热泵噪音大', question: '昨晚开始热泵一直嗡嗡响。', reply: '周四上午安排师傅上门检查风机。', disposition: 'visit_booked' },
  ],
};
