import type { GivenBody } from '../../../server/contract/api.ts';
import type { Promises } from '../../../server/contract/entities.ts';
import type { Preset } from '../../../server/contract/statuses.ts';

/** What the form holds; the draft that the hub is asked for follows from it. */
export interface RehearsalForm {
  what: 'day' | 'week' | 'between' | 'csv';
  /** Local date and time as inputs have it. */
  from: string;
  to: string;
  csv: { name: string; text: string } | null;
  policy: 'as_it_was' | 'version' | Preset;
  version: number;
  promises: Promises;
  agents: Record<string, number>;
  name: string;
}

export const emptyForm = (): RehearsalForm => ({
  what: 'week',
  from: '',
  to: '',
  csv: null,
  policy: 'as_it_was',
  version: 1,
  promises: {},
  agents: {},
  name: '',
});

/** What is missing before it can be sent, or null. */
export function missingIn({ what, from, to, csv }: RehearsalForm): 'period' | 'csv' | null {
  if (what === 'csv') return csv ? null : 'csv';
  if (what !== 'between') return null;
  return from && to && Date.parse(from) < Date.parse(to) ? null : 'period';
}

export function draftOf(form: RehearsalForm): GivenBody<'requestRehearsal'> {
  return {
    ...(form.name ? { name: form.name } : {}),
    ...whatIsPlayed(form),
    ...policyOf(form),
    agents: Object.fromEntries(Object.entries(form.agents).filter(([, by]) => by !== 0)),
  };
}

function whatIsPlayed({ what, from, to, csv }: RehearsalForm): Pick<GivenBody<'requestRehearsal'>, 'period' | 'arrivals'> {
  if (what === 'csv') return { arrivals: csv?.text ?? '' };
  if (what === 'between') return { period: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } };
  return { period: { last: what } };
}

function policyOf({ policy, version, promises }: RehearsalForm): Pick<GivenBody<'requestRehearsal'>, 'policy'> {
  if (policy === 'as_it_was') return {};
  return { policy: policy === 'version' ? { version } : { preset: policy, promises } };
}

/** `90`, `90 s`, `5m`, `5 min`, `1.5 h`, `2 d` as seconds; null for anything else. */
export function readSeconds(text: string): number | null {
  const [, digits = '', unit = 's'] = /^\s*(\d+(?:[.,]\d+)?)\s*(s|秒|m|min|分|分钟|h|小时|时|d|天)?\s*$/i.exec(text) ?? [];
  const seconds = Number(digits.replace(',', '.')) * (perUnit[unit.toLowerCase()] ?? 1);
  return digits && seconds > 0 ? seconds : null;
}

const perUnit: Record<string, number> = { m: 60, min: 60, 分: 60, 分钟: 60, h: 3600, 小时: 3600, 时: 3600, d: 86_400, 天: 86_400 };
