/** Times at which a reply is often wanted: in an hour, tomorrow and on Monday at the beginning of work, by the reader's own clock. */
export function sendTimes(now: number): { key: 'inAnHour' | 'tomorrow' | 'monday'; at: Date }[] {
  const tomorrow = morning(now, 1);
  const untilMonday = (8 - new Date(now).getDay()) % 7 || 7;
  const monday = morning(now, untilMonday);
  return [
    { key: 'inAnHour', at: new Date(now + 3_600_000) },
    { key: 'tomorrow', at: tomorrow },
    ...(monday.getTime() === tomorrow.getTime() ? [] : [{ key: 'monday' as const, at: monday }]),
  ];
}

const MORNING = 9;

function morning(now: number, days: number): Date {
  const then = new Date(now);
  then.setDate(then.getDate() + days);
  then.setHours(MORNING, 0, 0, 0);
  return then;
}

/** What an input for date and time takes and gives: the wall clock, without a zone. */
export const wallTime = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
