import { isDeepStrictEqual } from 'node:util';
import { type ClockKind, clockKinds } from '../../contract/statuses.ts';
import { type Clocks, isOver } from '../clocks/clock.ts';
import type { StateChange } from './ticket-state.ts';

const only = (clocks: Clocks, kinds: readonly ClockKind[]): Clocks =>
  Object.fromEntries(kinds.flatMap((kind) => (clocks[kind] ? [[kind, clocks[kind]]] : [])));

/** Which clocks of another ticket this one must keep from now on: those that run there, and not here since earlier. */
export const toTakeOver = (own: Clocks, theirs: Clocks): ClockKind[] =>
  clockKinds.filter((kind) => {
    const [here, there] = [own[kind], theirs[kind]];
    return there && !isOver(there) && (!here || isOver(here) || there.startedAt < here.startedAt);
  });

/** One ticket's clocks with those it takes from another in place of its own. */
export const withClocksOf = (own: Clocks, theirs: Clocks, taken: readonly ClockKind[]): Clocks => ({ ...own, ...only(theirs, taken) });

export const withoutClocks = (own: Clocks, taken: readonly ClockKind[]): Clocks =>
  only(
    own,
    clockKinds.filter((kind) => !taken.includes(kind)),
  );

/** After an undo every clock is as it was, unless it moved on since: one that was taken goes back as it stands by now. */
export function handBack(
  now: Clocks,
  taken: readonly ClockKind[],
  { giver, keeper }: { giver: StateChange; keeper: StateChange },
): { giver: Clocks; keeper: Clocks } {
  const { before } = giver;
  const movedOn = (kind: ClockKind) =>
    now[kind]?.startedAt === before.clocks[kind]?.startedAt && !isDeepStrictEqual(now[kind], keeper.after.clocks[kind]);
  const returned = taken.map((kind) => [kind, movedOn(kind) ? now[kind] : before.clocks[kind]]);
  const own = clockKinds.map((kind) => {
    const untouched = taken.includes(kind) || isDeepStrictEqual(now[kind], keeper.after.clocks[kind]);
    return [kind, untouched ? keeper.before.clocks[kind] : now[kind]];
  });
  const given = (pairs: unknown[][]) => Object.fromEntries(pairs.filter(([, clock]) => clock !== undefined));
  return { giver: { ...before.clocks, ...given(returned) }, keeper: given(own) };
}
