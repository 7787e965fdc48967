import type { Label } from '../contract/entities.ts';
import type { Channel, Preset } from '../contract/statuses.ts';

/** Words of configuration in both languages, for previews, findings and refusals. */
export const both = (en: string, zh: string): Label => ({ en, 'zh-CN': zh });

export const channelWords: Record<Channel, Label> = {
  voice: both('call', '来电'),
  sms: both('SMS', '短信'),
  email: both('email', '邮件'),
  web_chat: both('chat', '在线聊天'),
};

export const presetWords: Record<Preset | 'table', Label> = {
  promise: both('share of the promise used', '按承诺已用比例'),
  deadline: both('earliest due first', '最早到期优先'),
  strict: both('strictly by tier, then by age', '严格按等级，同级按先后'),
  'first-come': both('first come, first served', '先到先得'),
  table: both('a table of our own', '自定义表'),
};

/** `1 task waits`, `2 tasks wait`: English only, Chinese has no plural. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Names as they stand in a row: `a, b and c`. */
export const listed = (words: readonly Label[]): Label =>
  both(enList.format(words.map(({ en }) => en)), zhList.format(words.map((word) => word['zh-CN'])));

const enList = new Intl.ListFormat('en-GB');
const zhList = new Intl.ListFormat('zh-CN');

const units = [
  [86_400, 'd', '天'],
  [3600, 'h', '小时'],
  [60, 'min', '分'],
  [1, 's', '秒'],
] as const;

/** Exactly so many seconds, in the two largest units that say anything: `1 min 30 s`. */
export function durationWords(seconds: number): Label {
  let rest = seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  const parts: Label[] = [];
  for (const [size, en, zh] of units) {
    const count = size === 1 ? rest : Math.floor(rest / size);
    if (count === 0 || parts.length === 2) continue;
    parts.push(both(`${count} ${en}`, `${count} ${zh === '分' && rest % 60 === 0 ? '分钟' : zh}`));
    rest -= count * size;
  }
  if (parts.length === 0) return both('0 s', '0 秒');
  return both(parts.map(({ en }) => en).join(' '), parts.map((part) => part['zh-CN']).join(' '));
}
