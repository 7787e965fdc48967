import type { HiredColleague } from '../people.ts';
import { DAY, DAYS, opens } from './plan-arrivals.ts';

export interface WorkingDay {
  /** Place among the colleagues. */
  readonly agent: number;
  /** Milliseconds. */
  readonly from: number;
  readonly until: number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Of each language one who serves calls and texts, and two who also serve the shop's chat; they take turns, half early, half late. */
export function planShifts(colleagues: readonly HiredColleague[], now: Date): WorkingDay[] {
  const today = Math.floor(now.getTime() / DAY) * DAY;
  return Array.from({ length: DAYS }, (_, i) => DAYS - 1 - i)
    .flatMap((ago) => (['en', 'zh-CN'] as const).flatMap((language) => crewOf(colleagues, language, today - ago * DAY)))
    .filter(({ until }) => until < now.getTime() - HOUR / 2)
    .sort((a, b) => a.from - b.from);
}

function crewOf(colleagues: readonly HiredColleague[], language: 'en' | 'zh-CN', midnight: number): WorkingDay[] {
  const day = Math.round(midnight / DAY);
  if (new Date(midnight).getUTCDay() === 0) return [];
  const serving = colleagues.flatMap((colleague, agent) =>
    colleague.language === language && colleague.queues.includes('support') ? [{ agent, sells: colleague.queues.includes('sales') }] : [],
  );
  const turn = (list: typeof serving, count: number) => Array.from({ length: count }, (_, i) => list[(day + i) % list.length] ?? []).flat();
  const crew = [
    ...turn(
      serving.filter(({ sells }) => !sells),
      1,
    ),
    ...turn(
      serving.filter(({ sells }) => sells),
      2,
    ),
  ];
  return crew.map(({ agent }, place) => {
    const from = midnight + (opens[language] + (place % 2 === 0 ? -0.1 : 1.5)) * HOUR + agent * MINUTE + place * 1000;
    return { agent, from, until: from + 8.75 * HOUR };
  });
}
