import { accepted } from '../../catalog/check-draft.ts';
import type { Taxonomy } from '../../contract/ticket-taxonomy.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { checkTaxonomy } from './check-taxonomy.ts';
import { shippedTaxonomy } from './shipped-taxonomy.ts';

/**
 * Put another version of kinds, categories and root causes in force; returns its number. Throws `invalid_settings` with every
 * place that cannot be, or `changed_meanwhile` when the version it was drafted from is no longer in force.
 */
export async function saveTaxonomy(
  hub: Hub,
  authorId: string,
  { basedOn, draft: given }: { basedOn: number; draft: unknown },
): Promise<number> {
  return hub.db.transact(async (tx) => {
    tx.write(sql`lock table ticket_taxonomies in share row exclusive mode`);
    const before = await tx.maybe<{ version: number; taxonomy: Taxonomy }>(
      sql`select version, taxonomy from ticket_taxonomies order by version desc limit 1`,
    );
    const inForce = before?.version ?? 0;
    if (inForce !== basedOn) throw new HubError('changed_meanwhile', `version ${inForce} is in force`, { version: inForce });
    const { note, ...taxonomy } = accepted(checkTaxonomy(given, before?.taxonomy ?? shippedTaxonomy));
    const { version } = await tx.one<{ version: number }>(sql`
      insert into ticket_taxonomies (taxonomy, note, created_at, created_by_id)
      values (${json(taxonomy)}, ${note}, ${hub.clock.now()}, ${authorId}) returning version`);
    record(hub, tx, { name: 'ticket_taxonomy.changed', actor: agentActor(authorId), data: { version } });
    tx.afterCommit(() => hub.catalog.forget());
    return version;
  });
}
