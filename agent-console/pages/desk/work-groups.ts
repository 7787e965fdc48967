import type { OfferView, TaskView } from '../../../server/contract/entities.ts';
import { urgency } from '../../routing/urgency.ts';

export const workGroups = ['ringing', 'live', 'waiting_for_me', 'waiting_for_customer', 'wrap_up'] as const;
export type WorkGroup = (typeof workGroups)[number];

export interface WorkItem {
  readonly group: WorkGroup;
  readonly task: TaskView;
}

/** My work in the order in which it wants me. */
export function arrangeWork(ringing: readonly OfferView[], mine: readonly TaskView[], now: number): WorkItem[] {
  const offered = ringing.map((offer): WorkItem => ({ group: 'ringing', task: offer.task }));
  const held = mine.map((task): WorkItem => ({ group: groupOf(task), task }));
  return [...offered, ...held.sort((a, b) => workGroups.indexOf(a.group) - workGroups.indexOf(b.group) || within(a, b, now))];
}

/** Someone is there now on a call or a chat; a mail or an SMS waits for whoever did not write last. */
function groupOf(task: TaskView): WorkGroup {
  if (task.state === 'wrapping') return 'wrap_up';
  if (task.channel === 'voice' || task.channel === 'web_chat') return 'live';
  return task.unanswered ? 'waiting_for_me' : 'waiting_for_customer';
}

function within(a: WorkItem, b: WorkItem, now: number): number {
  if (a.group === 'waiting_for_me') return used(b.task, now) - used(a.task, now);
  return (a.task.assignedAt ?? '').localeCompare(b.task.assignedAt ?? '');
}

const used = (task: TaskView, now: number) => urgency(task, now);
