import type { TierKey } from '../catalog.ts';
import type { ContactPoint } from '../people.ts';
import type { Chances } from '../random.ts';

/** Somebody of whom we know little more than name and number. */
export interface Passerby {
  readonly id: string;
  readonly name: string;
  readonly tier: TierKey;
  readonly language: 'en' | 'zh-CN';
  readonly since: Date;
  readonly phone: ContactPoint;
}

const firstNames = 'Adam Beth Carl Dora Eric Faye Glen Hope Ivan Joan Kurt Lena Mark Nora Omar Paul Rosa Sean Tara Will'.split(' ');
const lastNames =
  'Abbott Barnes Carter Dawson Ellis Foster Grant Harper Irwin Jarvis Keane Lowell Mason Norris Owens Palmer Quinn Reeves Shaw Turner'.split(
    ' ',
  );
const familyNames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何'];
const givenNames = '明 芳 伟 静 强 敏 磊 娟 涛 艳 军 丽 超 霞 勇 秀兰 志明 晓燕 建华 海英'.split(' ');

/** Of a hundred: how many are of each tier. */
const tiers: readonly (readonly [TierKey, number])[] = [
  ['platinum', 3],
  ['gold', 12],
  ['silver', 25],
  ['standard', 60],
];

/** Two hundred and fifty of each language, with numbers that are kept for fiction. */
export function gatherCrowd(fate: Chances, now: Date): Passerby[] {
  return Array.from({ length: 500 }, (_, i) => {
    const since = new Date(now.getTime() - Math.round(fate.between(30, 900)) * 86_400_000);
    const english = i % 2 === 0;
    const place = i >> 1;
    const name = english
      ? `${firstNames[place % 20]} ${lastNames[Math.floor(place / 20)]}`
      : `${familyNames[place % 20]}${givenNames[Math.floor(place / 20)]}`;
    const value = english ? `+447700900${400 + place}` : `+861380000${1000 + place}`;
    const phone: ContactPoint = { id: fate.id(since), kind: 'phone', value, evidence: 'verified' };
    return { id: fate.id(since), name, tier: tierOf(fate), language: english ? 'en' : 'zh-CN', since, phone };
  });
}

function tierOf(fate: Chances): TierKey {
  let chance = fate.between(0, 100);
  for (const [tier, share] of tiers) {
    chance -= share;
    if (chance < 0) return tier;
  }
  return 'standard';
}
