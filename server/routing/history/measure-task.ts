import type { Handling } from './measure-handling.ts';
import type { PastTask } from './read-history.ts';

/** What a simulator must know of a need beyond what was asked for. Milliseconds. */
export interface Measured {
  /** From acceptance until the agent was free of it, wrap-up included. */
  readonly handle: number;
  /** Infinity: we do not know, for we never saw the end of it. */
  readonly patience: number;
}

/**
 * What was measured of a recorded need, and what must be assumed. Who was answered had patience for longer than their wait, how
 * much longer nobody knows, and who still waits likewise. Who left the line before anybody answered (gave up, or was helped
 * elsewhere) had patience until then, and would have needed what others like them do. What is still being handled will take
 * at least as long as others did.
 */
export function measureTask(task: PastTask, usual: Handling, now: Date): Measured {
  const { neededAt, assignedAt, endedAt } = task;
  if (assignedAt && endedAt) return { handle: between(assignedAt, endedAt), patience: Infinity };
  const typical = Math.round(usual(task) * 1000);
  if (assignedAt) return { handle: Math.max(typical, between(assignedAt, now)), patience: Infinity };
  return { handle: typical, patience: endedAt ? between(neededAt, endedAt) : Infinity };
}

const between = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime());
