/** What somebody wants from us, in their own words; `more` is what they answer, one for each answer of ours. */
export interface Story {
  readonly subject: string;
  readonly opening: string;
  readonly more: readonly string[];
  readonly thanks: string;
}

/** Believable concerns, told in the person's language. */
export function storiesIn(language: string): readonly [Story, ...Story[]] {
  return language.startsWith('zh') ? chinese : english;
}

const english: readonly [Story, ...Story[]] = [
  {
    subject: 'Where is my order?',
    opening: 'Hi, my order was due on Monday and still has not arrived. The tracking page has not moved for three days.',
    more: ['It should say 14 Harbour Street. Could you check that the number is right?', 'Any chance it gets here before the weekend?'],
    thanks: 'Great, thank you for sorting that out.',
  },
  {
    subject: 'Wrong item delivered',
    opening: 'I ordered the grey thermostat and received the white one. Can I exchange it?',
    more: ['The box is opened but nothing has been used.', 'A courier on Thursday afternoon would be perfect.'],
    thanks: 'Perfect, thanks for the quick help!',
  },
  {
    subject: 'Invoice with our company details',
    opening: 'Our accounting needs the invoice with the company name and VAT number. Where can I add them?',
    more: ['Company is Ashdown Freight Ltd, VAT GB 287 9914 02.', 'Could you send it to this address as a PDF, please?'],
    thanks: 'Received. Thanks a lot.',
  },
  {
    subject: 'The boiler leaks',
    opening: 'The boiler you installed in spring has started to leak from below. Is that covered by the warranty?',
    more: ['Serial number is NB-4471-0932.', 'It was serviced last month, as the manual says.'],
    thanks: 'Alright, I will wait for the technician. Thank you.',
  },
  {
    subject: 'Refund not received',
    opening: 'You confirmed my return two weeks ago but the refund is not on my account yet.',
    more: ['I paid by card, it ends in 3307.', 'OK, and how long does the bank usually take?'],
    thanks: 'Good to know. Thanks for checking.',
  },
  {
    subject: 'Change of delivery address',
    opening: 'We are moving next week. Can the delivery go to the new address instead?',
    more: ['New address: 9 Mill Lane, second floor.', 'After 5 pm works best for us.'],
    thanks: 'Thank you, that is very kind.',
  },
  {
    subject: 'Complaint about the installation',
    opening: 'The technician left without testing anything and now the air conditioner shows error E24. I am not happy.',
    more: ['I took the day off for this appointment.', 'Tomorrow morning, please, and someone who finishes the job.'],
    thanks: 'Fine. Please make sure it happens this time.',
  },
  {
    subject: 'Cannot sign in',
    opening: 'I changed my phone and now I do not get the code to sign in any more.',
    more: ['The old number ended in 0148.', 'Yes, I can confirm my date of birth.'],
    thanks: 'It works again, thanks!',
  },
];

const chinese: readonly [Story, ...Story[]] = [
  {
    subject: '订单一直没有到',
    opening: '您好，我的订单本来周一就该到了，物流信息三天没有更新，麻烦帮我查一下。',
    more: ['收货地址是海淀区中关村大街27号，门牌号没有写错吧？', '周末之前能送到吗？'],
    thanks: '好的，谢谢您帮我处理。',
  },
  {
    subject: '收到的颜色不对',
    opening: '我买的是灰色温控器，收到的却是白色，可以换货吗？',
    more: ['盒子拆开了，但是没有用过。', '周四下午上门取件最方便。'],
    thanks: '太好了，谢谢，服务很及时！',
  },
  {
    subject: '需要开专用发票',
    opening: '公司报销需要增值税专用发票，抬头和税号在哪里填？',
    more: ['抬头是上海云栖物流有限公司，税号我稍后发给您。', '麻烦把电子发票发到这个邮箱。'],
    thanks: '收到了，非常感谢。',
  },
  {
    subject: '锅炉漏水',
    opening: '春天装的锅炉底部开始漏水，还在保修期内吗？',
    more: ['序列号是 NB-4471-0932。', '上个月刚做过保养。'],
    thanks: '好，那我等师傅上门，谢谢。',
  },
  {
    subject: '退款还没到账',
    opening: '退货两周前就确认了，可是退款到现在还没有到账。',
    more: ['我是用微信支付的。', '请问一般需要几个工作日？'],
    thanks: '明白了，谢谢您。',
  },
  {
    subject: '修改收货地址',
    opening: '我下周搬家，能把还没发货的订单改到新地址吗？',
    more: ['新地址：浦东新区张江路88号3号楼502室。', '晚上六点以后有人在家。'],
    thanks: '麻烦您了，谢谢！',
  },
  {
    subject: '投诉安装服务',
    opening: '师傅装完空调没有试机就走了，现在显示 E24，我很不满意。',
    more: ['为了这次安装我特地请了一天假。', '明天上午吧，请安排一位负责的师傅。'],
    thanks: '好吧，希望这次能解决，谢谢。',
  },
  {
    subject: '无法登录账号',
    opening: '我换了手机，现在收不到登录验证码了。',
    more: ['原来的号码尾号是 0148。', '可以的，我可以核对身份信息。'],
    thanks: '可以登录了，谢谢！',
  },
];
