import { v7 as uuid } from 'uuid';
import type { CampaignBody } from '../../contract/record.ts';
import { json, sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** Record a campaign under its key, or what has changed of it; the same again changes nothing. Returns its key. */
export async function putCampaign(hub: Hub, agentId: string, given: CampaignBody): Promise<string> {
  const { key, label, kind, intent, startsAt, endsAt, currency, fixedCost, touchCost } = given;
  await hub.db.transact(async (tx) => {
    const put = await tx.maybe<{ isNew: boolean }>(sql`
      insert into campaigns as c (id, key, label, kind, intent, starts_at, ends_at, currency, fixed_cost, touch_cost)
      values (${uuid()}, ${key}, ${json(label)}, ${kind}, ${intent}, ${startsAt}, ${endsAt}, ${currency}, ${fixedCost}, ${touchCost})
      on conflict (key) do update set label = excluded.label, kind = excluded.kind, intent = excluded.intent, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, currency = excluded.currency, fixed_cost = excluded.fixed_cost, touch_cost = excluded.touch_cost
      where (c.label, c.kind, c.intent, c.starts_at, c.ends_at, c.currency, c.fixed_cost, c.touch_cost)
        is distinct from (excluded.label, excluded.kind, excluded.intent, excluded.starts_at, excluded.ends_at, excluded.currency, excluded.fixed_cost, excluded.touch_cost)
      returning xmax = 0 as is_new`);
    if (put)
      record(hub, tx, { name: 'campaign.changed', actor: agentActor(agentId), data: { key, how: put.isNew ? 'created' : 'changed' } });
  });
  return key;
}
