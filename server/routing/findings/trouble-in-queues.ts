import { opensAt } from '../../calendars/open-hours.ts';
import type { Catalog, QueueRow } from '../../catalog/read-catalog.ts';
import { both, channelWords, listed } from '../../catalog/words.ts';
import type { Finding } from '../../contract/configuration.ts';
import type { Channel } from '../../contract/statuses.ts';
import { type Member, membersOf } from './read-members.ts';

/** Queues that nothing reaches, that nobody serves, or whose clock stands still. */
export const troubleInQueues = (catalog: Catalog, members: readonly Member[], now: Date): Finding[] =>
  catalog.queues.flatMap((queue) => {
    const channels = channelsInto(catalog, queue.id);
    const serving = membersOf(members, queue.id);
    const untaken = channels.filter((channel) => !serving.some(({ capacity }) => (capacity[channel] ?? 0) > 0));
    return [
      ...(channels.length === 0 ? [unreachable(queue)] : []),
      ...(serving.length === 0 ? [unserved(queue, channels.length > 0)] : untaken.map((channel) => cannotTake(queue, channel))),
      ...clockTrouble(catalog, queue, now),
      ...(queue.calendarId === null && queue.overflow.before?.some(({ when }) => when.is === 'closed') ? [neverClosed(queue)] : []),
      ...(queue.preferredShare === null ? [heldForEver(queue)] : []),
    ];
  });

/** By which channels something comes into a queue: through its inboxes, or from queues that overflow into it. */
function channelsInto({ inboxes, queues }: Catalog, id: string): Channel[] {
  const overflowing = queues.flatMap(({ overflow: { before = [], after = [] } }) => [...before, ...after]);
  return [
    ...new Set([
      ...inboxes.filter(({ queueId }) => queueId === id).map(({ channel }) => channel),
      ...overflowing.filter(({ act }) => act.do === 'queue' && act.queueId === id).flatMap((rule) => rule.channels),
    ]),
  ];
}

const unreachable = ({ id, key, label }: QueueRow): Finding => ({
  code: 'queue_unreachable',
  severity: 'notice',
  place: `queues.${key}`,
  queueId: id,
  words: both(
    `Nothing comes into ${label.en}: no inbox leads there, and no queue overflows into it.`,
    `没有任何来件进入“${label['zh-CN']}”：没有收件渠道指向它，也没有队列溢出到它。`,
  ),
  advice: both(
    'Give it an inbox, let another queue overflow into it, or take its members out.',
    '为它设置收件渠道，或让其他队列溢出到它，或移除其成员。',
  ),
});

const unserved = ({ id, key, label }: QueueRow, isReached: boolean): Finding => ({
  code: 'queue_without_members',
  severity: isReached ? 'error' : 'notice',
  place: `queues.${key}`,
  queueId: id,
  words: both(`Nobody serves ${label.en}.`, `没有坐席服务“${label['zh-CN']}”。`),
  advice: both('Make agents members of this queue.', '为该队列添加坐席。'),
});

const cannotTake = ({ id, key, label }: QueueRow, channel: Channel): Finding => ({
  code: 'channel_without_capacity',
  severity: 'error',
  place: `queues.${key}.${channel}`,
  queueId: id,
  words: both(
    `${label.en} receives by ${channelWords[channel].en}, but no member has capacity for it.`,
    `“${label['zh-CN']}”会收到${channelWords[channel]['zh-CN']}，但没有成员具备该渠道的容量。`,
  ),
  advice: both(
    'Give a member capacity for this channel, or lead the inbox to another queue.',
    '为某位成员设置该渠道的容量，或将收件渠道指向其他队列。',
  ),
});

function clockTrouble({ calendars }: Catalog, { id, key, label, calendarId, workingTime }: QueueRow, now: Date): Finding[] {
  if (workingTime.length === 0) return [];
  const place = `queues.${key}.workingTime`;
  const channels = listed(workingTime.map((channel) => channelWords[channel]));
  const calendar = calendars.find((candidate) => candidate.id === calendarId);
  if (!calendar)
    return [
      {
        code: 'working_time_without_calendar',
        severity: 'warning',
        place,
        queueId: id,
        words: both(
          `${label.en} promises working time for ${channels.en} but follows no calendar: nights count as waiting.`,
          `“${label['zh-CN']}”对${channels['zh-CN']}承诺工作时间，但没有日历：夜间也计入等待。`,
        ),
        advice: both('Choose a calendar for this queue.', '为该队列选择日历。'),
      },
    ];
  if (opensAt(calendar, now) !== null) return [];
  return [
    {
      code: 'calendar_never_open',
      severity: 'error',
      place,
      queueId: id,
      words: both(
        `${calendar.label.en} never opens: in ${label.en} the wait for ${channels.en} stands still for ever.`,
        `“${calendar.label['zh-CN']}”从不营业：“${label['zh-CN']}”中${channels['zh-CN']}的等待时间永远不会增长。`,
      ),
      advice: both('Give the calendar opening hours.', '为该日历设置营业时间。'),
    },
  ];
}

const neverClosed = ({ id, key, label }: QueueRow): Finding => ({
  code: 'closed_without_calendar',
  severity: 'warning',
  place: `queues.${key}.overflow`,
  queueId: id,
  words: both(
    `${label.en} says what happens when it is closed, but follows no calendar: it is never closed.`,
    `“${label['zh-CN']}”规定了非营业时间的处理方式，但没有日历：它从不关闭。`,
  ),
  advice: both('Choose a calendar for this queue.', '为该队列选择日历。'),
});

const heldForEver = ({ id, key, label }: QueueRow): Finding => ({
  code: 'preferred_agent_without_end',
  severity: 'warning',
  place: `queues.${key}.preferredShare`,
  queueId: id,
  words: both(
    `In ${label.en} a task waits for its preferred agent without end, while others are free.`,
    `在“${label['zh-CN']}”中，任务会一直等待首选坐席，即使其他坐席空闲。`,
  ),
  advice: both('Hold it for a share of the promise, such as a quarter.', '只保留承诺时间的一部分，例如四分之一。'),
});
