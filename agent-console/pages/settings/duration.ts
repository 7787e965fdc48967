/** Durations as people write them: `20 s`, `1 min 30 s`, `8h`, `1:30`, `2 天`; a bare number is seconds. */

export type Unit = 'd' | 'h' | 'm' | 's';

const sizes: Record<Unit, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };

const words: readonly (readonly [Unit, RegExp])[] = [
  ['d', /^(d|days?|天|日)$/],
  ['h', /^(h|hrs?|hours?|小时|时)$/],
  ['m', /^(m|min|mins|minutes?|分|分钟)$/],
  ['s', /^(s|sec|secs|seconds?|秒|秒钟)?$/],
];

/** Seconds, or undefined when it is not a duration. What is too short or negative is said by the hub. */
export function parseDuration(text: string): number | undefined {
  const written = text.trim().toLowerCase().replace(/[，,]/g, '.').replace('：', ':');
  const clock = /^(\d+):([0-5]\d)$/.exec(written);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  if (!/^(-?\d+(\.\d+)?\s*[\p{L}]*\s*)+$/u.test(written)) return undefined;
  return [...written.matchAll(/(-?\d+(?:\.\d+)?)\s*(\p{L}*)/gu)].reduce<number | undefined>((sum, [, amount = '', word = '']) => {
    const unit = words.find(([, pattern]) => pattern.test(word))?.[0];
    return sum === undefined || unit === undefined ? undefined : sum + Number(amount) * sizes[unit];
  }, 0);
}

/** Exactly so many seconds, largest unit first, without those that say nothing. */
export function partsOf(seconds: number): { unit: Unit; amount: number }[] {
  const parts: { unit: Unit; amount: number }[] = [];
  let rest = Math.abs(seconds);
  for (const unit of ['d', 'h', 'm'] as const) {
    const amount = Math.floor(rest / sizes[unit]);
    if (amount > 0) parts.push({ unit, amount });
    rest -= amount * sizes[unit];
  }
  if (rest > 0 || parts.length === 0) parts.push({ unit: 's', amount: Math.round(rest * 1000) / 1000 });
  return parts;
}
