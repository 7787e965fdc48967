export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

const en = {
  open: 'Chat with us',
  openUnread: (count: number) => `Chat with us, ${count} unread`,
  close: 'Close chat',
  title: 'Chat with us',
  otherLanguage: '中文',
  switchLanguage: '切换到中文',
  connecting: 'Connecting…',
  online: 'Connected',
  offline: 'Waiting for the connection',
  unavailable: 'Chat is not available here at the moment',
  offlineNote: 'No connection just now. What you write is kept and sent as soon as it is back.',
  unavailableNote: 'This chat cannot be reached from here. Please use another way to contact us.',
  greeting: 'Hello, how can we help?',
  greetingNote: 'Write to us here. The answer appears in this window, also when you come back later.',
  conversation: 'Conversation',
  you: 'You',
  agent: 'Service team',
  write: 'Write a message',
  send: 'Send',
  keys: 'Enter sends, Shift + Enter starts a new line',
  sending: 'Sending…',
  waiting: 'Kept, not sent yet',
  sent: 'Sent',
  notSent: 'Not sent',
  retry: 'Try again',
  discard: 'Remove',
  left: (count: number) => (count < 0 ? `${-count} characters too long` : `${count} characters left`),
  hidePreview: 'Hide this message',
  writing: (name: string) => `${name} is writing`,
  place: (position: number) => (position === 1 ? 'You are next in line' : `You are number ${position} in line`),
  minutes: (from: number, to: number) =>
    to === 1
      ? 'less than a minute'
      : from >= 60
        ? 'more than an hour'
        : from === to
          ? `about ${to} minutes`
          : `about ${from} to ${to} minutes`,
} as const;

type Words = { readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : (typeof en)[Key] };

const zh: Words = {
  open: '在线咨询',
  openUnread: (count) => `在线咨询，${count} 条未读消息`,
  close: '关闭聊天窗口',
  title: '在线咨询',
  otherLanguage: 'EN',
  switchLanguage: 'Switch to English',
  connecting: '正在连接…',
  online: '已连接',
  offline: '等待网络恢复',
  unavailable: '在线咨询暂不可用',
  offlineNote: '网络暂时中断。您写的内容已保存，恢复后会自动发送。',
  unavailableNote: '此处暂时无法使用在线咨询，请通过其他方式联系我们。',
  greeting: '您好，请问有什么可以帮您？',
  greetingNote: '请在这里留言，回复会显示在此窗口；稍后再来也能看到。',
  conversation: '对话记录',
  you: '您',
  agent: '客服',
  write: '请输入消息',
  send: '发送',
  keys: 'Enter 发送，Shift + Enter 换行',
  sending: '正在发送…',
  waiting: '已保存，尚未发送',
  sent: '已发送',
  notSent: '未能发送',
  retry: '重试',
  discard: '删除',
  left: (count) => (count < 0 ? `超出 ${-count} 个字` : `还可输入 ${count} 个字`),
  hidePreview: '隐藏这条消息',
  writing: (name) => `${name} 正在输入`,
  place: (position) => (position === 1 ? '您是下一位' : `您前面还有 ${position - 1} 位`),
  minutes: (from, to) =>
    to === 1 ? '预计不到一分钟' : from >= 60 ? '预计超过一小时' : from === to ? `预计约 ${to} 分钟` : `预计约 ${from} 到 ${to} 分钟`,
};

export const wordsOf: Readonly<Record<Language, Words>> = { en, 'zh-CN': zh };
export type { Words };

/** The first wish that names a language we speak; every Chinese is served in Simplified Chinese. */
export function chooseLanguage(...wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    if (/^zh\b/i.test(wish ?? '')) return 'zh-CN';
    if (/^en\b/i.test(wish ?? '')) return 'en';
  }
  return 'en';
}
