import { refreshAllRooms } from '../../agents/refresh-room.ts';
import { accepted } from '../../catalog/check-draft.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { checkPolicy } from './validate-policy.ts';

/**
 * Put a new version in force, whole or not at all. Throws `invalid_settings` with every place that cannot be, or
 * `changed_meanwhile` when the version it was drafted from is no longer in force.
 */
export async function savePolicy(
  hub: Hub,
  authorId: string,
  { basedOn, draft: given }: { basedOn: number; draft: unknown },
): Promise<number> {
  const { preset, promises, queuePromises, lines, bars, note } = accepted(checkPolicy(await hub.catalog.current(), given));
  return hub.db.transact(async (tx) => {
    tx.write(sql`lock table policies in share row exclusive mode`);
    const inForce = await tx.maybe<{ version: number; bars: unknown }>(
      sql`select version, bars from policies order by version desc limit 1`,
    );
    if ((inForce?.version ?? 0) !== basedOn)
      throw new HubError('changed_meanwhile', `version ${inForce?.version ?? 0} is in force`, { version: inForce?.version ?? 0 });
    const { version } = await tx.one<{ version: number }>(sql`
      insert into policies (preset, promises, queue_promises, lines, bars, note, created_at, created_by_id)
      values (${preset}, ${json(promises)}, ${json(queuePromises)}, ${json(lines)}, ${json(bars)}, ${note}, ${hub.clock.now()}, ${authorId})
      returning version`);
    refreshAllRooms(tx);
    record(hub, tx, { name: 'policy.changed', actor: agentActor(authorId), data: { version, preset } });
    tx.afterCommit(() => hub.catalog.forget());
    return version;
  });
}
