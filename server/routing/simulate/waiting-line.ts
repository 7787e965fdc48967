import { type Line, type Standing, scoreAfter } from '../decide.ts';
import type { Arrivals } from './arrivals.ts';

/** The tasks of one need that wait, oldest first; as a standing it is its head. */
export interface WaitingClass extends Standing {
  readonly need: number;
  /** Row of the oldest. */
  head: number;
  tail: number;
  score: number;
}

export interface WaitingLine {
  /** The classes in which somebody waits, in no particular order. */
  readonly classes: readonly WaitingClass[];
  /** Rows must join in the order of arrival. */
  join(row: number): void;
  /** Only for rows that have joined. */
  leave(row: number): void;
  /** Give every class the score its head has now. */
  age(now: number): void;
}

const NOBODY = -1;

/** How much of the time between two moments counts as waiting for a need, in seconds. */
export type Waited = (need: number, since: number, now: number) => number;

/** Everybody who waits, by need: linked lists, so that whoever gives up leaves from the middle at no cost. */
export function waitingLine({ at, needOf, needs, idOf }: Arrivals, lines: readonly Line[], waited: Waited = allOfIt): WaitingLine {
  const before = new Int32Array(at.length);
  const behind = new Int32Array(at.length);
  const all = needs.map((_, need) => emptyClass(need, at, idOf));
  const classes: WaitingClass[] = [];

  return {
    classes,
    join(row) {
      const its = all[needOf[row] ?? 0];
      if (!its) return;
      if (its.head === NOBODY) classes.push(its);
      before[row] = its.tail;
      behind[row] = NOBODY;
      if (its.tail === NOBODY) its.head = row;
      else behind[its.tail] = row;
      its.tail = row;
    },
    leave(row) {
      const its = all[needOf[row] ?? 0];
      if (!its) return;
      const [older = NOBODY, younger = NOBODY] = [before[row], behind[row]];
      if (older === NOBODY) its.head = younger;
      else behind[older] = younger;
      if (younger === NOBODY) its.tail = older;
      else before[younger] = older;
      if (its.head === NOBODY) classes.splice(classes.indexOf(its), 1);
    },
    age(now) {
      for (const its of classes) its.score = scoreAfter(lines[its.need] ?? flat, waited(its.need, its.neededAt, now));
    },
  };
}

const allOfIt: Waited = (_, since, now) => now - since;

const flat: Line = { headStart: 0, acceleration: 0 };

const emptyClass = (need: number, at: Float64Array, idOf: Arrivals['idOf']): WaitingClass => ({
  need,
  head: NOBODY,
  tail: NOBODY,
  score: 0,
  get neededAt() {
    return at[this.head] ?? 0;
  },
  get taskId() {
    return idOf(this.head);
  },
});
