import type { z } from 'zod';
import { firstPromises } from '../../server/catalog/first-configuration.ts';
import type { CalendarDraft, PolicyDraft, QueueRules } from '../../server/contract/routing-rules.ts';

export type PolicyGiven = z.input<typeof PolicyDraft>;
export type CalendarGiven = z.input<typeof CalendarDraft>;

/** The policy every installation starts with, but for what a test changes. */
export const policyDraft = (changed: Partial<PolicyGiven> = {}): PolicyGiven => ({
  preset: 'promise',
  promises: structuredClone(firstPromises),
  ...changed,
});

/** The first promises with some of one tier changed. */
export const promisesWith = (tier: keyof typeof firstPromises, changed: Record<string, unknown>): PolicyGiven['promises'] => ({
  ...firstPromises,
  [tier]: { ...firstPromises[tier], ...changed },
});

/** Monday to Friday in Shanghai, with a break at noon. */
export const calendarDraft = (changed: Partial<CalendarGiven> = {}): CalendarGiven => ({
  label: { en: 'Shanghai office', 'zh-CN': '上海办公室' },
  timeZone: 'Asia/Shanghai',
  hours: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [
      day,
      [
        ['09:00', '12:00'],
        ['13:00', '18:00'],
      ],
    ]),
  ),
  holidays: { country: 'CN' },
  overrides: {},
  ...changed,
});

/** The rules a queue starts with, but for what a test changes. */
export const rulesDraft = (changed: Partial<z.input<typeof QueueRules>> = {}): z.input<typeof QueueRules> => ({
  offerSeconds: 20,
  wrapUpSeconds: 60,
  missedOffersLimit: 2,
  coolDownSeconds: 60,
  calendarId: null,
  workingTime: [],
  relaxation: [],
  preferredShare: 0,
  preferredUnskilled: false,
  ...changed,
});
