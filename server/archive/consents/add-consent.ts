import { v7 as uuid } from 'uuid';
import type { Address } from '../../contract/archive.ts';
import type { ConsentBody } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/**
 * They agree to be reached, or do not want it any more. A statement of its own each time: none is changed or taken away.
 * Throws `in_the_future` or `unknown_address`.
 */
export async function addConsent(hub: Hub, agentId: string, customerId: string, given: ConsentBody): Promise<void> {
  const now = hub.clock.now();
  const at = given.at ? new Date(given.at) : now;
  if (at > now) throw new HubError('in_the_future', 'at');
  const { channel, purpose, state, proof, address } = given;
  await hub.db.transact(async (tx) => {
    const held = address && (await holderOf(tx, customerId, address));
    const recordId = held?.recordId ?? customerId;
    tx.write(sql`
      insert into consents (id, customer_id, channel, purpose, state, contact_point_id, at, proof, by_agent_id, recorded_at)
      values (${uuid()}, ${recordId}, ${channel}, ${purpose}, ${state}, ${held?.pointId ?? null}, ${at}, ${json(proof)}, ${agentId}, ${now})`);
    record(hub, tx, { name: `consent.${state}`, actor: agentActor(agentId), customerId: recordId, data: { channel, purpose } });
  });
}

async function holderOf(db: Reader, customerId: string, { kind, value }: Address): Promise<{ recordId: string; pointId: string }> {
  const held = await db.maybe<{ recordId: string; pointId: string }>(sql`
    select l.customer_id as record_id, p.id as point_id from contact_points p join contact_point_links l on l.contact_point_id = p.id
    where p.kind = ${kind}::contact_point_kind and p.value = ${value} and l.customer_id in (select customer_family(${customerId}))
    order by l.ended_at is not null, l.created_at desc limit 1`);
  if (!held) throw new HubError('unknown_address', value);
  return held;
}
