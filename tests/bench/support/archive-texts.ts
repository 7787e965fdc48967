import { wordsOfText } from '../../../server/search/words-of-text.ts';

/** Repeatable chance: the same archive every time (mulberry32). */
export function seededChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const given = 'Ada Grace Linus Oliver Amelia Noah Freya Hugo Ines Jonas Klara Lucia Mateo Nora Oscar Petra Quinn Rosa Stefan Theo'.split(
  ' ',
);
const family =
  'Bennett Byron Carter Dahl Evans Fischer Garcia Hansen Ivanov Jensen Keller Lindqvist Moreau Novak Okafor Petrov Quist Rossi'.split(' ');
const chineseFamily = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const chineseGiven = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国思远雨'];

export const nameOf = (n: number): string => {
  if (n % 2 === 0) return `${given[n % given.length]} ${family[(n * 7) % family.length]} ${n}`;
  const pick = (step: number) => chineseGiven[Math.floor(n / step) % chineseGiven.length] ?? '';
  return `${chineseFamily[n % chineseFamily.length]}${pick(20)}${pick(600)}`;
};

const chinese = '空调漏水 师傅上门 发票寄到 保修期内 电话没人接 温控器坏了 明天下午 退款没有到账 安装完成 声音太大'.split(' ');
/** Words that texts are drawn from, the first ones often and the last ones hardly ever, as in any language. */
const vocabulary = Array.from({ length: 4000 }, (_, n) => `${'bcdfghklmnprst'[n % 14]}${'aeiou'[Math.floor(n / 14) % 5]}${n.toString(36)}`);

export const everywhere = 'hello';
/** In one entry of a hundred thousand. */
export const rare = 'seldom';
export const RARE_EVERY = 100_000;

/** What entry `n` says. */
export function textOf(n: number, chance: () => number): string {
  const words = [everywhere];
  for (let i = 0; i < 8; i++) words.push(vocabulary[Math.floor(chance() ** 3 * vocabulary.length)] ?? '');
  if (n % 3 === 0) words.push(`${chinese[Math.floor(chance() * chinese.length)]}，您好`);
  if (n % RARE_EVERY === 77) words.push(rare, '独一无二');
  return words.join(' ');
}

/** As a tsvector is written in a COPY. */
export const lexemesOf = (text: string): string =>
  wordsOfText(text)
    .map((word) => `'${word}'`)
    .join(' ');
