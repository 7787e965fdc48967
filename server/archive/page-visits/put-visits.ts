import { v7 as uuid } from 'uuid';
import type { Taken, VisitsBody } from '../../contract/record.ts';
import { json, sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { resolveRecords } from '../resolve-records.ts';

/** Pages that known customers looked at, each under the site's key. A visit has happened as it was first told: it never changes. */
export async function putVisits(hub: Hub, agentId: string, { visits }: VisitsBody): Promise<Taken> {
  return hub.db.transact(async (tx) => {
    const { known, refused } = await resolveRecords(tx, visits);
    const rows = known.map(({ row: { customer: _, ...visit }, recordId }) => ({ ...visit, id: uuid(), recordId }));
    const put = await tx.all(sql`
      insert into page_visits (id, customer_id, at, url, title, external_id)
      select id, "recordId", at, url, title, "externalId"
      from json_to_recordset(${json(rows)}) as (id uuid, "recordId" uuid, at timestamptz, url text, title text, "externalId" text)
      on conflict (external_id) do nothing returning id`);
    if (put.length > 0) record(hub, tx, { name: 'page_visits.recorded', actor: agentActor(agentId), data: { count: put.length } });
    return { created: put.length, changed: 0, same: visits.length - put.length - refused.length, refused };
  });
}
