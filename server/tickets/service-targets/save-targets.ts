import { accepted } from '../../catalog/check-draft.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { checkTargets } from './check-targets.ts';

/**
 * Put a new version in force; open tickets go on under it. Returns its number. Throws `invalid_settings` with every place
 * that cannot be, or `changed_meanwhile` when the version it was drafted from is no longer in force.
 */
export async function saveTargets(
  hub: Hub,
  authorId: string,
  { basedOn, draft: given }: { basedOn: number; draft: unknown },
): Promise<number> {
  const { rules, warnShare, pausedBy, note } = accepted(checkTargets(await hub.catalog.current(), given));
  return hub.db.transact(async (tx) => {
    tx.write(sql`lock table service_targets in share row exclusive mode`);
    const inForce =
      (await tx.maybe<{ version: number }>(sql`select version from service_targets order by version desc limit 1`))?.version ?? 0;
    if (inForce !== basedOn) throw new HubError('changed_meanwhile', `version ${inForce} is in force`, { version: inForce });
    const { version } = await tx.one<{ version: number }>(sql`
      insert into service_targets (rules, warn_share, paused_by, note, created_at, created_by_id)
      values (${json(rules)}, ${warnShare}, ${pausedBy}, ${note}, ${hub.clock.now()}, ${authorId}) returning version`);
    record(hub, tx, { name: 'service_targets.changed', actor: agentActor(authorId), data: { version } });
    tx.afterCommit(() => hub.catalog.forget());
    return version;
  });
}
