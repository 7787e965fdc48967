import { v7 as uuid } from 'uuid';
import type { OpportunityBody } from '../contract/sales.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { remindOfNextStep } from './remind-owner.ts';
import { requireAgent } from './require-agent.ts';

/** Note a lead or an opportunity; its owner is whoever notes it unless said otherwise. Returns its id. Throws `unknown_agent`. */
export async function createOpportunity(hub: Hub, agentId: string, body: OpportunityBody): Promise<string> {
  const [id, now] = [uuid(), hub.clock.now()];
  const ownerId = body.ownerId === undefined ? agentId : body.ownerId;
  const { customerId, title, stage, amount, currency, nextStep, nextStepAt } = body;
  await hub.db.transact(async (tx) => {
    await requireAgent(tx, ownerId);
    tx.write(sql`
      insert into opportunities (id, customer_id, title, stage, amount, currency, owner_id, next_step, next_step_at, created_at, updated_at)
      values (${id}, ${customerId}, ${title}, ${stage}, ${amount}, ${currency}, ${ownerId}, ${nextStep}, ${nextStepAt}, ${now}, ${now})`);
    remindOfNextStep(tx, id, nextStepAt);
    const event = { actor: agentActor(agentId), customerId, agentId: ownerId };
    record(hub, tx, { name: 'opportunity.created', ...event, data: { opportunityId: id, stage } });
  });
  return id;
}
