import { reactive, watchEffect } from 'vue';

const en = {
  title: 'Carrier simulator',
  subtitle: 'Be a customer on every channel. No vendor account needed.',
  people: 'People',
  search: 'Search name or number',
  nobody: 'Nobody matches.',
  noPeople: 'The hub’s directory is empty. Create someone new below.',
  someoneNew: 'Someone new',
  stranger: 'Unknown to the hub',
  sms: 'SMS',
  call: 'Call',
  mail: 'Mail',
  chat: 'Chat',
  unread: 'new',
  send: 'Send',
  write: 'Write a message',
  noSms: 'No messages yet. What you send arrives at the hub as an SMS.',
  noPhone: 'This person has no phone number.',
  noMailAddress: 'This person has no mail address.',
  noChannel: 'The hub has no address for this channel.',
  smsParts: 'SMS parts',
  dial: 'Call',
  hangUp: 'Hang up',
  hideNumber: 'Hide my number',
  calling: 'Calling',
  ringing: 'Ringing…',
  waiting: 'Waiting for an agent',
  talking: 'Speaking with an agent',
  over: 'Call ended',
  heard: 'What you hear',
  music: 'music',
  silence: 'silence',
  joined: 'put through',
  earlier: 'Earlier calls',
  subject: 'Subject',
  newMail: 'New mail',
  reply: 'Reply',
  to: 'To',
  noMails: 'No mail yet. What you send arrives at the hub by SMTP; its answers show here.',
  noChat: 'No chat yet. Your first message opens the widget’s connection.',
  closeChat: 'Close the chat window',
  chatOpen: 'Connected',
  chatConnecting: 'Connecting…',
  chatClosed: 'Window closed',
  agent: 'Agent',
  pick: 'Choose a person on the left, or create someone new.',
  traffic: 'Traffic',
  off: 'Off',
  quiet: 'Quiet',
  steady: 'Steady',
  rush: 'Rush',
  trafficNote: 'Simulated people contact the hub by themselves.',
  agentPhones: 'Agents’ phones',
  answers: 'answer',
  never: 'ring unanswered',
  busy: 'are busy',
  failed: 'cannot be reached',
  log: 'Carrier log',
  logEmpty: 'Every webhook, REST call and mail shows here.',
  signature: 'Signature',
  attempts: 'attempts',
  underWay: 'under way',
  language: '中文',
  theme: 'Light or dark',
  lost: 'The simulator does not answer. Trying again…',
  statuses: {
    received: 'handed to the hub',
    queued: 'queued',
    sent: 'sent',
    delivered: 'delivered',
    undelivered: 'not delivered',
    failed: 'failed',
    sending: 'sending…',
    refused: 'refused',
  },
};

export type Words = typeof en;

const zh: Words = {
  title: '运营商模拟器',
  subtitle: '在任意渠道扮演客户，无需任何供应商账号。',
  people: '人员',
  search: '搜索姓名或号码',
  nobody: '没有匹配的人。',
  noPeople: '系统中还没有客户，请在下方新建。',
  someoneNew: '新建陌生人',
  stranger: '系统中没有此人',
  sms: '短信',
  call: '电话',
  mail: '邮件',
  chat: '在线聊天',
  unread: '新消息',
  send: '发送',
  write: '输入消息',
  noSms: '还没有短信。您发送的内容会以短信形式到达系统。',
  noPhone: '此人没有电话号码。',
  noMailAddress: '此人没有邮箱地址。',
  noChannel: '系统没有此渠道的地址。',
  smsParts: '条短信',
  dial: '拨打',
  hangUp: '挂断',
  hideNumber: '隐藏我的号码',
  calling: '正在呼叫',
  ringing: '振铃中…',
  waiting: '正在等待客服',
  talking: '正在与客服通话',
  over: '通话已结束',
  heard: '您听到的内容',
  music: '音乐',
  silence: '静音',
  joined: '已接通',
  earlier: '之前的通话',
  subject: '主题',
  newMail: '写邮件',
  reply: '回复',
  to: '收件人',
  noMails: '还没有邮件。您发送的邮件通过 SMTP 到达系统，回复会显示在这里。',
  noChat: '还没有聊天。发送第一条消息时会打开聊天窗口的连接。',
  closeChat: '关闭聊天窗口',
  chatOpen: '已连接',
  chatConnecting: '连接中…',
  chatClosed: '窗口已关闭',
  agent: '客服',
  pick: '请在左侧选择一个人，或新建陌生人。',
  traffic: '流量',
  off: '关闭',
  quiet: '清淡',
  steady: '平稳',
  rush: '高峰',
  trafficNote: '模拟客户会自行联系系统。',
  agentPhones: '客服电话',
  answers: '接听',
  never: '无人接听',
  busy: '占线',
  failed: '无法接通',
  log: '运营商日志',
  logEmpty: '所有 Webhook、REST 调用和邮件都会显示在这里。',
  signature: '签名',
  attempts: '次尝试',
  underWay: '进行中',
  language: 'English',
  theme: '浅色或深色',
  lost: '模拟器没有响应，正在重试…',
  statuses: {
    received: '已交给系统',
    queued: '排队中',
    sent: '已发送',
    delivered: '已送达',
    undelivered: '未送达',
    failed: '失败',
    sending: '发送中…',
    refused: '被拒绝',
  },
};

type Language = 'en' | 'zh-CN';

const remembered = localStorage.getItem('simulator-language') ?? navigator.language;

/** What the page says, in the chosen language. */
export const said = reactive<{ language: Language; words: Words }>({ language: remembered.startsWith('zh') ? 'zh-CN' : 'en', words: en });

watchEffect(() => {
  said.words = said.language === 'en' ? en : zh;
  document.documentElement.lang = said.language;
  document.title = `${said.words.title} · Touchline`;
  localStorage.setItem('simulator-language', said.language);
});

/** The word for a status; one that is not known here shows itself. */
export function statusWord(status: string): string {
  return Object.entries(said.words.statuses).find(([name]) => name === status)?.[1] ?? status;
}

/** A moment, as the reader of the page writes it. */
export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(said.language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(
    new Date(iso),
  );
}
