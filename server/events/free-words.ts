import type { EventName } from '../contract/events.ts';

/** The few places in event data where somebody's own words stand. They stay in the house, and are erased with the person they are about. */
export const freeWords: { readonly [Name in EventName]?: readonly string[] } = {
  'customer.merged': ['reason'],
  'customer.parted': ['reason'],
  'customer.kept_apart': ['reason'],
  'customer.exported': ['reason'],
  'task.assigned_by_hand': ['reason'],
};
