import { v7 as uuid } from 'uuid';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/** Their data must be kept for now. Throws `not_found` or `customer_erased`. */
export async function holdCustomer(hub: Hub, agentId: string, customerId: string, reason: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const customer = await tx.maybe<{ erasedAt: Date | null }>(sql`select erased_at from customers where id = ${customerId} for update`);
    if (!customer) throw new HubError('not_found');
    if (customer.erasedAt) throw new HubError('customer_erased');
    const holdId = uuid();
    tx.write(sql`
      insert into legal_holds (id, customer_id, reason, by_agent_id, at) values (${holdId}, ${customerId}, ${reason}, ${agentId}, ${hub.clock.now()})`);
    record(hub, tx, { name: 'customer.held', actor: agentActor(agentId), customerId, data: { holdId } });
  });
}

/** It need not be kept any more. Answers whose it was. Throws `not_found`. */
export async function liftHold(hub: Hub, agentId: string, holdId: string): Promise<string> {
  return hub.db.transact(async (tx) => {
    const lifted = await tx.maybe<{ customerId: string }>(sql`
      update legal_holds set ended_at = ${hub.clock.now()}, ended_by_id = ${agentId} where id = ${holdId} and ended_at is null returning customer_id`);
    if (!lifted) throw new HubError('not_found');
    record(hub, tx, { name: 'customer.released', actor: agentActor(agentId), customerId: lifted.customerId, data: { holdId } });
    return lifted.customerId;
  });
}
