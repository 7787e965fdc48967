import { afterOpen, closedMs, type OpenHours } from '../../calendars/open-hours.ts';
import { type Channel, type ClockKind, clockKinds } from '../../contract/statuses.ts';

/**
 * By when a customer is owed something. It runs from `since` while that is set, else it stands; `spentMs` is what had
 * been used up before. Times are ISO 8601.
 */
export interface Clock {
  readonly targetMs: number;
  /** Only open hours of this calendar count; null: all hours do. */
  readonly calendarId: string | null;
  /** On which the customer spoke when it began. */
  readonly channel: Channel;
  readonly startedAt: string;
  readonly spentMs: number;
  readonly since: string | null;
  /** When the target is used up if it goes on running; null while it stands, or when its calendar never opens again. */
  readonly dueAt: string | null;
  readonly warnAt: string | null;
  readonly warnedAt: string | null;
  /** When the target was used up before the customer had what they were owed. */
  readonly missedAt: string | null;
  readonly endedAt: string | null;
}

export type Clocks = { readonly [Kind in ClockKind]?: Clock };

/** What a ticket is promised, by the rule that fits it. */
export interface Terms {
  readonly targets: { readonly [Kind in ClockKind]?: number | undefined };
  readonly calendarId: string | null;
  readonly channel: Channel;
}

/** What the clocks follow from besides the ticket itself. */
export interface Keeping {
  readonly calendarOf: (id: string) => OpenHours | undefined;
  readonly warnShare: number;
}

/** The customer said something, or called. A first answer is owed until there was one, and from then on a next one. */
export function customerSpoke(clocks: Clocks, terms: Terms, keeping: Keeping, at: Date): Clocks {
  const begin = (kind: ClockKind): Clocks => {
    const target = terms.targets[kind];
    return target === undefined ? {} : { [kind]: run(fresh(target * 1000, terms, at), keeping, at) };
  };
  const answer = !clocks.first_response ? begin('first_response') : isOver(clocks.first_response) ? nextAnswer(clocks, begin) : {};
  return { ...clocks, ...answer, ...(clocks.resolution ? {} : begin('resolution')) };
}

/** Several messages in a row are owed one answer, by the time of the first. */
const nextAnswer = ({ next_response: next }: Clocks, begin: (kind: ClockKind) => Clocks): Clocks =>
  next && !isOver(next) ? {} : begin('next_response');

/** A person answered: in words, or on the line. */
export const agentAnswered = (clocks: Clocks, keeping: Keeping, at: Date): Clocks =>
  each(clocks, (clock, kind) => (kind === 'resolution' ? clock : end(clock, keeping, at)));

/** We wait for the customer, or for others: until then nothing is owed. */
export const standStill = (clocks: Clocks, keeping: Keeping, at: Date): Clocks => each(clocks, (clock) => stand(clock, keeping, at));

/** Owed again, with what had been left. */
export const goOn = (clocks: Clocks, keeping: Keeping, at: Date): Clocks =>
  each(clocks, (clock) => (isOver(clock) || clock.since ? clock : run(clock, keeping, at)));

/** The ticket is done: nothing is owed any more. */
export const endAll = (clocks: Clocks, keeping: Keeping, at: Date): Clocks => each(clocks, (clock) => end(clock, keeping, at));

/** It was not done after all: its end is owed again; time meanwhile does not count. Answers are owed when the customer speaks. */
export const takeUpAgain = ({ resolution, ...clocks }: Clocks, keeping: Keeping, at: Date): Clocks =>
  resolution ? { ...clocks, resolution: isOver(resolution) ? run({ ...resolution, endedAt: null }, keeping, at) : resolution } : clocks;

/** Other terms hold from now on, as when the customer's tier has changed: what was used up is used up, what is promised no more is gone. */
export function retarget(clocks: Clocks, terms: (channel: Channel) => Terms, keeping: Keeping, at: Date): Clocks {
  return each(clocks, (clock, kind) => {
    if (isOver(clock)) return clock;
    const { targets, calendarId } = terms(clock.channel);
    const target = targets[kind];
    if (target === undefined) return null;
    const stopped = { ...stand(clock, keeping, at), targetMs: target * 1000, calendarId };
    return clock.since ? run(stopped, keeping, at) : stopped;
  });
}

/** What has become of running clocks by now: warned of, missed. */
export const lookAt = (clocks: Clocks, at: Date): Clocks =>
  each(clocks, (clock) => ({
    ...clock,
    warnedAt: clock.warnedAt ?? passed(clock.warnAt, at),
    missedAt: clock.missedAt ?? passed(clock.dueAt, at),
  }));

/** When the next of them has to be looked at; null when nothing will happen by itself. */
export function nextLook(clocks: Clocks): Date | null {
  const times = Object.values(clocks).flatMap(({ warnAt, warnedAt, dueAt, missedAt }) => [
    warnedAt ? null : warnAt,
    missedAt ? null : dueAt,
  ]);
  return earliest(times);
}

/** Which clock is due first. One that was missed is due since then. */
export function firstDue(clocks: Clocks): { kind: ClockKind; at: Date } | null {
  const running = clocksOf(clocks).filter(([, { dueAt }]) => dueAt);
  const at = earliest(running.map(([, { dueAt }]) => dueAt));
  const kind = running.find(([, { dueAt }]) => dueAt && at && new Date(dueAt).getTime() === at.getTime())?.[0];
  return at && kind ? { kind, at } : null;
}

export const isOver = ({ endedAt }: Clock): boolean => endedAt !== null;

/** Used up by now, as this clock counts (milliseconds). */
export function spentBy({ spentMs, since, calendarId }: Clock, { calendarOf }: Keeping, at: Date): number {
  if (!since) return spentMs;
  const from = new Date(since);
  const calendar = calendarId ? calendarOf(calendarId) : undefined;
  return spentMs + Math.max(0, at.getTime() - from.getTime() - (calendar ? closedMs(calendar, from, at) : 0));
}

const fresh = (targetMs: number, { calendarId, channel }: Terms, at: Date): Clock => ({
  targetMs,
  calendarId,
  channel,
  startedAt: at.toISOString(),
  spentMs: 0,
  since: null,
  dueAt: null,
  warnAt: null,
  warnedAt: null,
  missedAt: null,
  endedAt: null,
});

function run(clock: Clock, { calendarOf, warnShare }: Keeping, at: Date): Clock {
  const calendar = clock.calendarId ? calendarOf(clock.calendarId) : undefined;
  const when = (share: number): string | null => {
    const left = Math.max(0, clock.targetMs * share - clock.spentMs);
    return (calendar ? afterOpen(calendar, at, left) : new Date(at.getTime() + left))?.toISOString() ?? null;
  };
  return { ...clock, since: at.toISOString(), dueAt: when(1), warnAt: when(warnShare) };
}

/** What happened until it stopped is seen before it stops: nobody needs to have looked in time. */
function stand(clock: Clock, keeping: Keeping, at: Date): Clock {
  if (!clock.since) return clock;
  const missedAt = clock.missedAt ?? passed(clock.dueAt, at);
  return { ...clock, missedAt, spentMs: spentBy(clock, keeping, at), since: null, dueAt: null, warnAt: null };
}

const end = (clock: Clock, keeping: Keeping, at: Date): Clock =>
  isOver(clock) ? clock : { ...stand(clock, keeping, at), endedAt: at.toISOString() };

const passed = (time: string | null, at: Date): string | null => (time && new Date(time) <= at ? time : null);

function earliest(times: readonly (string | null)[]): Date | null {
  const known = times.flatMap((time) => (time ? [new Date(time).getTime()] : []));
  return known.length > 0 ? new Date(Math.min(...known)) : null;
}

export const clocksOf = (clocks: Clocks): [ClockKind, Clock][] =>
  clockKinds.flatMap((kind): [ClockKind, Clock][] => {
    const clock = clocks[kind];
    return clock ? [[kind, clock]] : [];
  });

const each = (clocks: Clocks, change: (clock: Clock, kind: ClockKind) => Clock | null): Clocks =>
  Object.fromEntries(
    clocksOf(clocks).flatMap(([kind, clock]) => {
      const changed = change(clock, kind);
      return changed ? [[kind, changed]] : [];
    }),
  );
