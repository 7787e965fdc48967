import { type Checked, checkDraft, problem } from '../catalog/check-draft.ts';
import { both } from '../catalog/words.ts';
import type { Problem } from '../contract/configuration.ts';
import { CalendarDraft } from '../contract/routing-rules.ts';
import { unknownPart } from './holidays.ts';

const MOST_SHIFTS = 10;
const MOST_OVERRIDES = 1000;

/** A calendar as somebody drafted it, when it can be; or what stands in its way, by place. */
export const checkCalendar = (given: unknown): Checked<CalendarDraft> =>
  checkDraft(CalendarDraft, given, ({ label, timeZone, hours, holidays, overrides }) => [
    ...(['en', 'zh-CN'] as const)
      .filter((language) => label[language].trim() === '')
      .map((language) => problem(['label', language], both('is missing', '缺失'))),
    ...(isTimeZone(timeZone)
      ? []
      : [problem(['timeZone'], both('is no time zone, such as Asia/Shanghai', '不是时区名称，例如 Asia/Shanghai'))]),
    ...Object.entries(hours).flatMap(([day, shifts]) => shiftProblems(['hours', day], shifts)),
    ...(holidays ? placeProblems(holidays) : []),
    ...Object.entries(overrides).flatMap(([date, differs]) => shiftProblems(['overrides', date, 'hours'], differs.hours)),
    ...(Object.keys(overrides).length > MOST_OVERRIDES
      ? [problem(['overrides'], both(`must have at most ${MOST_OVERRIDES} entries`, `条目数不得超过 ${MOST_OVERRIDES}`))]
      : []),
  ]);

/** A name of the IANA database; a bare offset knows nothing of summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

function shiftProblems(place: readonly string[], shifts: readonly (readonly [string, string])[]): Problem[] {
  if (shifts.length > MOST_SHIFTS)
    return [problem(place, both(`must have at most ${MOST_SHIFTS} entries`, `条目数不得超过 ${MOST_SHIFTS}`))];
  return shifts.flatMap((shift, i): Problem[] => {
    const here = [...place, String(i)];
    const [from, until] = shift;
    const malformed = [...(isTime(from, '23:59') ? [] : [from]), ...(isTime(until, '24:00') ? [] : [until])];
    if (malformed.length > 0)
      return [
        problem(
          here,
          both(`${malformed.join(', ')}: not a time from 00:00 to 24:00`, `${malformed.join('、')}：不是 00:00 到 24:00 之间的时间`),
        ),
      ];
    if (until <= from)
      return [
        problem(
          here,
          both(
            'must end after it begins; work past midnight is two days: until 24:00, and from 00:00',
            '结束必须晚于开始；跨午夜的班次请分两天填写：至 24:00，以及从 00:00 起',
          ),
        ),
      ];
    const before = shifts[i - 1];
    return before && from < before[1]
      ? [problem(here, both(`must not begin before ${before[0]}–${before[1]} has ended`, `不得早于 ${before[0]}–${before[1]} 结束`))]
      : [];
  });
}

/** `HH:MM`, no later than `last`: written so, times compare as texts. */
const isTime = (text: string, last: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text) && text <= last;

function placeProblems(place: NonNullable<CalendarDraft['holidays']>): Problem[] {
  const unknown = unknownPart(place);
  return unknown ? [problem(['holidays', unknown], both('has no holidays known here', '没有已知的节假日'))] : [];
}
