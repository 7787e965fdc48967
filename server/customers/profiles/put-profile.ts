import { v7 as uuid } from 'uuid';
import type { Conflict, ProfileBody } from '../../contract/archive.ts';
import type { CustomerKind } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { addAddresses } from './add-addresses.ts';
import { changeFields } from './change-fields.ts';

export interface PutProfile {
  readonly recordId: string;
  readonly created: boolean;
  readonly conflicts: readonly Conflict[];
}

/** Record a customer under the installation's own key, or what has changed of them. The same again changes nothing. */
export const putProfile = (hub: Hub, agentId: string, body: ProfileBody): Promise<PutProfile> =>
  hub.db.transact((tx) => putProfileWithin(hub, tx, agentId, body));

/** The same as part of a transaction that changes more: an import takes many at once. */
export async function putProfileWithin(
  hub: Hub,
  tx: Tx,
  agentId: string,
  { externalId, kind, addresses, ...fields }: ProfileBody,
): Promise<PutProfile> {
  const created = await create(hub, tx, agentId, externalId, kind ?? 'person');
  const { id: recordId } = await tx.one<{ id: string }>(sql`select id from customers where external_id = ${externalId} for update`);
  await changeFields(hub, tx, agentId, recordId, fields);
  return { recordId, created, conflicts: await addAddresses(hub, tx, agentId, recordId, addresses) };
}

/** Two that bring the same new key at once make one record: the second one waits here for the first. */
async function create(hub: Hub, tx: Tx, agentId: string, externalId: string, kind: CustomerKind): Promise<boolean> {
  const made = await tx.maybe<{ id: string }>(sql`
    insert into customers (id, kind, external_id, since) values (${uuid()}, ${kind}, ${externalId}, ${hub.clock.now()})
    on conflict (external_id) do nothing returning id`);
  if (made) record(hub, tx, { name: 'customer.created', actor: agentActor(agentId), customerId: made.id, data: {} });
  return made !== undefined;
}
