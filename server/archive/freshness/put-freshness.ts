import type { Freshness } from '../../contract/archive-fields.ts';
import { agingFields } from '../../contract/statuses.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** How long a field is trusted from now on; without days for ever. Throws `unknown_field`. */
export async function putFreshness(
  hub: Hub,
  authorId: string,
  { field, staleDays, refreshBy }: Omit<Freshness, 'staleDays'> & { staleDays: number | null },
): Promise<void> {
  const { customFields } = await hub.catalog.current();
  if (!agingFields.some((known) => known === field) && !customFields.some(({ key }) => field === `fields.${key}`))
    throw new HubError('unknown_field', field);
  await hub.db.transact(async (tx) => {
    tx.write(
      staleDays === null
        ? sql`delete from field_freshness where field = ${field}`
        : sql`insert into field_freshness (field, stale_days, refresh_by) values (${field}, ${staleDays}, ${refreshBy})
            on conflict (field) do update set stale_days = excluded.stale_days, refresh_by = excluded.refresh_by`,
    );
    record(hub, tx, { name: 'field_freshness.changed', actor: agentActor(authorId), data: { field } });
    tx.afterCommit(() => hub.catalog.forget());
  });
}
