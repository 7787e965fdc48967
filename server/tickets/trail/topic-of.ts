import type { EventName } from '../../contract/events.ts';
import type { TrailTopic } from '../../contract/ticket-matter.ts';
import { type Sql, sql } from '../../db/sql.ts';

/** In which group of the trail events of this name stand. */
export const topicOf = (name: EventName): TrailTopic => beginnings.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'matter';

/** Events `e` of these groups. */
export function isAbout(topics: readonly TrailTopic[]): Sql {
  const like = (wanted: boolean) =>
    beginnings.filter(([, topic]) => topics.includes(topic) === wanted).map(([beginning]) => `${beginning}%`);
  return topics.includes('matter') ? sql`e.name not like all(${like(false)})` : sql`e.name like any(${like(true)})`;
}

/** Whatever begins otherwise is about the matter itself. */
const beginnings: readonly (readonly [beginning: string, topic: TrailTopic])[] = [
  ['ticket.status', 'status'],
  ['ticket.opened', 'status'],
  ['ticket.clock', 'time'],
  ['ticket.snooze', 'time'],
  ['ticket.woken', 'time'],
  ['reminder', 'time'],
  ['ticket.assign', 'people'],
  ['ticket.unassign', 'people'],
  ['ticket.watch', 'people'],
  ['ticket.unwatch', 'people'],
  ['help', 'people'],
  ['handover', 'people'],
  ['mention', 'people'],
  ['message', 'said'],
  ['reply', 'said'],
  ['note', 'said'],
  ['side', 'said'],
  ['conversation', 'said'],
  ['voicemail', 'calls'],
  ['call', 'calls'],
  ['task', 'routing'],
  ['reservation', 'routing'],
  ['overflow', 'routing'],
  ['ticket.queue', 'routing'],
];
