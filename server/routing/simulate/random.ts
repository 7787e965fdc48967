/** Numbers in [0, 1) that look independent of one another. */
export type Random = () => number;

type State = [number, number, number, number];

/**
 * Endless independent sources of random numbers, always the same ones for a seed. Each source is xoshiro128** (Blackman &
 * Vigna, "Scrambled linear pseudorandom number generators", 2021) 2⁶⁴ steps further along one sequence, so none overlap.
 */
export function* randomSources(seed: number): Generator<Random, never> {
  let state = stateOf(seed);
  for (;;) {
    yield uniform(state);
    state = jump(state);
  }
}

/** 53 random bits as a number in [0, 1). Works on a state of its own. */
function uniform([...state]: State): Random {
  return () => ((scramble(state) >>> 5) * 67_108_864 + (scramble(state) >>> 6)) / 9_007_199_254_740_992;
}

/** The next 32 bits; the state moves one step. */
export function scramble(state: State): number {
  const times5 = Math.imul(state[1], 5);
  step(state);
  return Math.imul((times5 << 7) | (times5 >>> 25), 9);
}

function step(state: State): void {
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = (state[3] << 11) | (state[3] >>> 21);
}

/** x^(2⁶⁴) modulo the characteristic polynomial of `step`: which of the next 128 states add up to the one 2⁶⁴ steps on. */
const JUMP = [0x8764000b, 0xf542d2d3, 0x6fa035c3, 0x77f2db5b];

export function jump([...state]: State): State {
  let sum: State = [0, 0, 0, 0];
  for (const word of JUMP) {
    for (let bit = 0; bit < 32; bit++) {
      if (word & (1 << bit)) sum = [sum[0] ^ state[0], sum[1] ^ state[1], sum[2] ^ state[2], sum[3] ^ state[3]];
      step(state);
    }
  }
  return sum;
}

const MASK = (1n << 64n) - 1n;

/** Four well mixed words of any whole number: SplitMix64 (Steele, Lea & Flood 2014), as the authors of xoshiro advise. */
function stateOf(seed: number): State {
  const mix = (round: bigint) => {
    let z = (BigInt(seed) + round * 0x9e3779b97f4a7c15n) & MASK;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  };
  const [a, b] = [mix(1n), mix(2n)];
  return [low(a), low(a >> 32n), low(b), low(b >> 32n)];
}

const low = (word: bigint): number => Number(BigInt.asIntN(32, word));
