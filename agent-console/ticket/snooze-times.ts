const MORNING = 9;
/** The last full hour of a working day at which something put off until later today still makes sense. */
const EVENING = 17;

export interface SnoozeTime {
  readonly key: 'laterToday' | 'tomorrow' | 'nextWeek';
  readonly at: Date;
}

/** Later today (in three hours, at most until the end of the day), tomorrow and Monday morning, by the reader's own clock. */
export function snoozeTimes(now: number): SnoozeTime[] {
  const later = new Date(now + 3 * 3_600_000);
  later.setMinutes(0, 0, 0);
  const evening = at(now, 0, EVENING);
  const laterToday =
    later.getDate() === new Date(now).getDate() && later > evening && evening.getTime() > now + 1_800_000 ? evening : later;
  const tomorrow = at(now, 1, MORNING);
  const monday = at(now, (8 - new Date(now).getDay()) % 7 || 7, MORNING);
  return [
    ...(laterToday.getDate() === new Date(now).getDate() ? [{ key: 'laterToday' as const, at: laterToday }] : []),
    { key: 'tomorrow', at: tomorrow },
    ...(monday.getTime() === tomorrow.getTime() ? [] : [{ key: 'nextWeek' as const, at: monday }]),
  ];
}

function at(now: number, days: number, hour: number): Date {
  const then = new Date(now);
  then.setDate(then.getDate() + days);
  then.setHours(hour, 0, 0, 0);
  return then;
}
