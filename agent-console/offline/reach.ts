import { type ShallowRef, shallowRef } from 'vue';

/** How well the hub can be reached, as its answers tell. Moments are milliseconds by the clock it was made with. */
export interface Reach {
  /** Since when no whole answer has come; undefined while answers come. */
  readonly lostAt: Readonly<ShallowRef<number | undefined>>;
  /** Since when the oldest open question waits for its answer. */
  readonly waitingSince: Readonly<ShallowRef<number | undefined>>;
  /** A question leaves; call what is returned when it is settled in whatever way. */
  asked(): () => void;
  /** A whole answer came, be it a refusal. */
  heard(): void;
  missed(): void;
  /** An answer came that says more than what was shown in its place. */
  late(): void;
  /** The first answer after none came, or a late one. Returns the way to stop hearing of it. */
  onReturn(listener: () => unknown): () => void;
}

export function createReach(now: () => number): Reach {
  const lostAt = shallowRef<number>();
  const waitingSince = shallowRef<number>();
  const open = new Map<symbol, number>();
  const listeners = new Set<() => unknown>();

  function look() {
    const [oldest] = open.values();
    waitingSince.value = oldest;
  }

  function tell() {
    for (const listener of listeners) void listener();
  }

  return {
    lostAt,
    waitingSince,
    asked() {
      const question = Symbol('question');
      open.set(question, now());
      look();
      return () => {
        open.delete(question);
        look();
      };
    },
    heard() {
      if (lostAt.value === undefined) return;
      lostAt.value = undefined;
      tell();
    },
    missed() {
      lostAt.value ??= now();
    },
    late: tell,
    onReturn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
