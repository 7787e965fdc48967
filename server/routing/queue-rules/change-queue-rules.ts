import { accepted, problem } from '../../catalog/check-draft.ts';
import { requireRevision } from '../../catalog/revision.ts';
import { both } from '../../catalog/words.ts';
import type { QueueRules } from '../../contract/routing-rules.ts';
import type { Tx } from '../../db/database.ts';
import { json, type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { checkQueueRules } from './check-queue-rules.ts';
import { knownSkills } from './read-queue-rules.ts';

/** Throws `invalid_settings`, `not_found`, or `changed_meanwhile` when somebody else changed them since `revision`. */
export async function changeQueueRules(
  hub: Hub,
  authorId: string,
  queueId: string,
  { revision, rules: given }: { revision: string; rules: unknown },
): Promise<void> {
  const rules = accepted(checkQueueRules(await hub.catalog.current(), await knownSkills(hub.db), given));
  await hub.db.transact(async (tx) => {
    const before = await tx.maybe<QueueRules>(sql`select ${ruleColumns} from queues where id = ${queueId} for update`);
    if (!before) throw new HubError('not_found');
    requireRevision(before, revision);
    if (rules.calendarId) await requireCalendar(tx, rules.calendarId);
    tx.write(sql`
      update queues set offer_seconds = ${rules.offerSeconds}, wrap_up_seconds = ${rules.wrapUpSeconds}, missed_offers_limit = ${rules.missedOffersLimit},
        cool_down_seconds = ${rules.coolDownSeconds}, calendar_id = ${rules.calendarId}, working_time = ${rules.workingTime}::channel[],
        relaxation = ${json(rules.relaxation)}, preferred_share = ${rules.preferredShare}, preferred_unskilled = ${rules.preferredUnskilled}
      where id = ${queueId}`);
    record(hub, tx, { name: 'queue.rules_changed', actor: agentActor(authorId), queueId, data: { changed: difference(before, rules) } });
    tx.afterCommit(() => hub.catalog.forget());
  });
}

export const ruleColumns: Sql = sql`offer_seconds, wrap_up_seconds, missed_offers_limit, cool_down_seconds, calendar_id,
  working_time::text[] as working_time, relaxation, preferred_share, preferred_unskilled`;

/** It may have been deleted since the draft was checked. */
async function requireCalendar(tx: Tx, id: string): Promise<void> {
  const found = await tx.maybe(sql`select id from calendars where id = ${id} for share`);
  if (!found) accepted<never>({ problems: [problem(['calendarId'], both('there is no such calendar', '没有这个日历'))] });
}

const difference = (before: QueueRules, after: QueueRules): string[] =>
  Object.entries(after)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(Object.entries(before).find(([name]) => name === key)?.[1]))
    .map(([key]) => key);
