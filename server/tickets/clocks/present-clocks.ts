import type { ClockView, DueView } from '../../contract/entities.ts';
import { type Clocks, clocksOf, firstDue, isOver } from './clock.ts';

/** A ticket's clocks as the API shows them: with them anybody can tell how each stands at any instant. */
export const presentClocks = (clocks: Clocks): ClockView[] =>
  clocksOf(clocks).map(([kind, clock]) => ({
    kind,
    state: isOver(clock) ? (clock.missedAt ? 'missed' : 'met') : clock.since ? 'running' : 'paused',
    targetSeconds: clock.targetMs / 1000,
    spentSeconds: Math.round(clock.spentMs / 1000),
    since: clock.since,
    dueAt: clock.dueAt,
    warnAt: clock.warnAt,
    missedAt: clock.missedAt,
    endedAt: clock.endedAt,
  }));

export function presentDue(clocks: Clocks): DueView | null {
  const due = firstDue(clocks);
  return due && { kind: due.kind, at: due.at.toISOString(), warnAt: clocks[due.kind]?.warnAt ?? null };
}
