import type { RouteLocationRaw } from 'vue-router';
import type { Role } from '../../../server/contract/statuses.ts';

/** What a step opens or does; a step without a place is done where one stands. */
export type StepAct = RouteLocationRaw | 'available' | 'ring' | 'bar' | 'sheet';

export interface Step {
  readonly key: string;
  readonly act: StepAct;
}

const agent = [
  { key: 'available', act: 'available' },
  { key: 'ring', act: 'ring' },
  { key: 'bar', act: 'bar' },
  { key: 'sheet', act: 'sheet' },
  { key: 'look', act: '/settings' },
] as const;

const supervisor = [
  { key: 'board', act: '/queues' },
  { key: 'tickets', act: '/tickets' },
  { key: 'rehearse', act: '/rehearsals' },
  { key: 'bar', act: 'bar' },
  { key: 'sheet', act: 'sheet' },
] as const;

const admin = [
  { key: 'inboxes', act: '/settings/inboxes' },
  { key: 'people', act: '/settings/people' },
  { key: 'hours', act: '/settings/calendars' },
  { key: 'promises', act: '/settings/policy' },
  { key: 'customers', act: '/customers/import' },
  { key: 'bar', act: 'bar' },
] as const;

/** The first steps of each kind of person, in the order in which they help. */
export const stepsOf = (role: Role) => (role === 'admin' ? admin : role === 'agent' ? agent : supervisor);
