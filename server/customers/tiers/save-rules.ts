import { accepted } from '../../catalog/check-draft.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { beginSweep } from '../value/sweep-values.ts';
import { checkRules } from './check-rules.ts';

/**
 * Put a new version of the tier rules in force; customers move in the background. Throws `invalid_settings` with every place
 * that cannot be, or `changed_meanwhile` when the version it was drafted from is no longer in force.
 */
export async function saveRules(hub: Hub, authorId: string, { basedOn, draft }: { basedOn: number; draft: unknown }): Promise<number> {
  const rules = accepted(checkRules(await hub.catalog.current(), draft));
  return hub.db.transact(async (tx) => {
    await tx.all(sql`lock table tier_rules in share row exclusive mode`);
    const { inForce } = await tx.one<{ inForce: number }>(sql`select coalesce(max(version), 0) as in_force from tier_rules`);
    if (inForce !== basedOn) throw new HubError('changed_meanwhile', `version ${inForce} is in force`, { version: inForce });
    const { version } = await tx.one<{ version: number }>(sql`
      insert into tier_rules (rules, note, created_at, created_by_id) values (${json(rules)}, ${rules.note}, ${hub.clock.now()}, ${authorId}) returning version`);
    record(hub, tx, { name: 'tier_rules.changed', actor: agentActor(authorId), data: { version } });
    await beginSweep(hub, tx, 'rules', version);
    return version;
  });
}
