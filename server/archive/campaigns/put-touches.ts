import { v7 as uuid } from 'uuid';
import type { Taken, TouchesBody } from '../../contract/record.ts';
import { valuesDue } from '../../customers/value/value-due.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { resolveRecords } from '../resolve-records.ts';

/**
 * Whom a campaign reached and what they did, each under the sender's key; the same again changes nothing. What cannot be
 * taken is told by its place and keeps nothing else back. Throws `unknown_campaign`.
 */
export async function putTouches(hub: Hub, agentId: string, { campaign: key, touches }: TouchesBody): Promise<Taken> {
  return hub.db.transact(async (tx) => {
    const campaign = await tx.maybe<{ id: string }>(sql`select id from campaigns where key = ${key} for share`);
    if (!campaign) throw new HubError('unknown_campaign', key);
    const { known, refused } = await resolveRecords(tx, touches);
    const rows = known.map(({ row: { customer: _, ...touch }, recordId, index }) => ({ ...touch, id: uuid(), recordId, index }));
    const put = await tx.all<{ externalId: string; customerId: string; isNew: boolean }>(sql`
      insert into touches as t (id, campaign_id, customer_id, external_id, channel, at, cost, response, responded_at)
      select id, ${campaign.id}, "recordId", "externalId", channel::channel, at, cost, response, "respondedAt"
      from json_to_recordset(${json(rows)}) as (id uuid, "recordId" uuid, "externalId" text, channel text, at timestamptz, cost bigint, response text, "respondedAt" timestamptz)
      on conflict (campaign_id, external_id) do update set channel = excluded.channel, at = excluded.at, cost = excluded.cost,
        response = excluded.response, responded_at = excluded.responded_at
      where t.customer_id in (select customer_family(excluded.customer_id))
        and (t.channel, t.at, t.cost, t.response, t.responded_at) is distinct from (excluded.channel, excluded.at, excluded.cost, excluded.response, excluded.responded_at)
      returning t.external_id, t.customer_id, xmax = 0 as is_new`);
    const foreign = await ofOthers(tx, campaign.id, rows);
    const created = put.filter(({ isNew }) => isNew).length;
    const changed = put.length - created;
    if (put.length > 0) {
      valuesDue(
        tx,
        put.map(({ customerId }) => customerId),
        hub.clock.now(),
      );
      record(hub, tx, { name: 'campaign.touched', actor: agentActor(agentId), data: { key, created, changed } });
    }
    const all = [...refused, ...foreign].sort((a, b) => a.index - b.index);
    return { created, changed, same: touches.length - put.length - all.length, refused: all };
  });
}

/** Those whose key belongs to a touch of another customer. */
async function ofOthers(
  tx: Tx,
  campaignId: string,
  rows: readonly { externalId: string; recordId: string; index: number }[],
): Promise<Taken['refused']> {
  return tx.all<Taken['refused'][number]>(sql`
    select brought.index, 'touch_of_another' as code, t.external_id as detail
    from json_to_recordset(${json(rows)}) as brought("externalId" text, "recordId" uuid, index int)
    join touches t on t.campaign_id = ${campaignId} and t.external_id = brought."externalId"
    where t.customer_id not in (select customer_family(brought."recordId"))`);
}
