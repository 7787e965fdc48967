import type { CalendarDraft } from '../../server/contract/routing-rules.ts';

const split: [string, string][] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
const workdays = { mon: split, tue: split, wed: split, thu: split, fri: split };

/** The hours of the Shanghai office: a break at noon, half of Saturday, China's holidays and the days made up for them. */
export const shanghaiOffice: CalendarDraft = {
  label: { en: 'Shanghai office', 'zh-CN': '上海办公室' },
  timeZone: 'Asia/Shanghai',
  hours: { ...workdays, sat: [['10:00', '16:00']] },
  holidays: { country: 'CN' },
  overrides: {
    ...differing('元旦', ['2026-01-02', '2026-01-03'], ['2026-01-04']),
    ...differing(
      '春节',
      ['2026-02-15', '2026-02-19', '2026-02-20', '2026-02-21', '2026-02-22', '2026-02-23'],
      ['2026-02-14', '2026-02-28'],
    ),
    ...differing('清明节', ['2026-04-04', '2026-04-06'], []),
    ...differing('劳动节', ['2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'], ['2026-05-09']),
    ...differing('端午节', ['2026-06-20', '2026-06-21'], []),
    ...differing('中秋节', ['2026-09-26', '2026-09-27'], []),
    ...differing('国庆节', ['2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'], ['2026-09-20', '2026-10-10']),
    '2026-12-31': { hours: [['09:00', '12:00']], label: '年终盘点' },
  },
};

/** Days around a festival that are free, and weekend days worked instead, as the State Council announces them each November. */
function differing(festival: string, free: string[], worked: string[]): CalendarDraft['overrides'] {
  return Object.fromEntries([
    ...free.map((date) => [date, { hours: [], label: festival }]),
    ...worked.map((date) => [date, { hours: split, label: `${festival}调休上班` }]),
  ]);
}
