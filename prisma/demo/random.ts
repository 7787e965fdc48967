/** Chances that fall the same way every time, so that every demo tells the same stories. */
export interface Chances {
  /** At least `from`, below `to`. */
  between(from: number, to: number): number;
  /** `from`, `to` or a whole number between them. */
  whole(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
  hex(length: number): string;
  /** An id that sorts by time (RFC 9562, version 7). */
  id(at: Date): string;
}

export function chances(random: () => number): Chances {
  const between = (from: number, to: number) => from + random() * (to - from);
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1));
  const hex = (length: number) => Array.from({ length }, () => whole(0, 15).toString(16)).join('');
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[Math.floor(random() * from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  };
  const shuffle = <T>(list: readonly T[]) =>
    list
      .map((item) => ({ item, place: random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  const id = (at: Date) => {
    const time = at.getTime().toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
  };
  return { between, whole, pick, shuffle, hex, id };
}

/** Mulberry32: a small generator that is good enough for stories. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
