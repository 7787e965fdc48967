import { type OpportunityChange, type OpportunityStage, openOpportunityStages } from '../contract/sales.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { remindOfNextStep } from './remind-owner.ts';
import { requireAgent } from './require-agent.ts';

interface Kept {
  readonly customerId: string;
  readonly title: string;
  readonly stage: OpportunityStage;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly ownerId: string | null;
  readonly nextStep: string;
  readonly nextStepAt: Date | null;
  readonly remindedAt: Date | null;
  readonly lostReason: string | null;
  readonly closedAt: Date | null;
}

/**
 * Change an opportunity; what is absent stays. One that is lost says why; a next step at another time is reminded of again.
 * Throws `not_found`, `reason_missing`, `opportunity_closed` or `unknown_agent`.
 */
export async function changeOpportunity(hub: Hub, agentId: string, id: string, given: OpportunityChange): Promise<void> {
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    const before = await hold(tx, id);
    await requireAgent(tx, given.ownerId);
    const after = changed(before, given, now);
    const fields = fieldNames.filter((field) => String(before[field]) !== String(after[field]));
    if (fields.length === 0) return;
    tx.write(sql`
      update opportunities set title = ${after.title}, stage = ${after.stage}, amount = ${after.amount}, currency = ${after.currency}, owner_id = ${after.ownerId},
        next_step = ${after.nextStep}, next_step_at = ${after.nextStepAt}, reminded_at = ${after.remindedAt}, lost_reason = ${after.lostReason},
        closed_at = ${after.closedAt}, updated_at = ${now} where id = ${id}`);
    if (!after.closedAt && !after.remindedAt) remindOfNextStep(tx, id, after.nextStepAt);
    const event = { actor: agentActor(agentId), customerId: before.customerId, agentId: after.ownerId };
    record(hub, tx, { name: 'opportunity.changed', ...event, data: { opportunityId: id, stage: after.stage, fields } });
  });
}

const fieldNames = ['title', 'stage', 'amount', 'currency', 'ownerId', 'nextStep', 'nextStepAt', 'lostReason'] as const;

async function hold(tx: Tx, id: string): Promise<Kept> {
  const kept = await tx.maybe<Kept>(sql`
    select customer_id, title, stage, amount, currency, owner_id, next_step, next_step_at, reminded_at, lost_reason, closed_at
    from opportunities where id = ${id} for update`);
  if (!kept) throw new HubError('not_found');
  return kept;
}

const isOpen = (stage: OpportunityStage): boolean => openOpportunityStages.some((open) => open === stage);

function changed(before: Kept, given: OpportunityChange, now: Date): Kept {
  const stage = given.stage ?? before.stage;
  if (!isOpen(before.stage) && !isOpen(stage) && stage !== before.stage) throw new HubError('opportunity_closed');
  const plan = planned(before, given);
  const isMoved = plan.nextStepAt?.getTime() !== before.nextStepAt?.getTime() || plan.ownerId !== before.ownerId;
  return {
    ...before,
    ...plan,
    title: given.title ?? before.title,
    amount: given.amount === undefined ? before.amount : given.amount,
    currency: given.currency === undefined ? before.currency : given.currency,
    remindedAt: isMoved ? null : before.remindedAt,
    ...ended(before, stage, given.lostReason, now),
  };
}

function planned(before: Kept, { ownerId, nextStep, nextStepAt }: OpportunityChange): Pick<Kept, 'ownerId' | 'nextStep' | 'nextStepAt'> {
  const at = nextStepAt === undefined ? before.nextStepAt : nextStepAt === null ? null : new Date(nextStepAt);
  return { ownerId: ownerId === undefined ? before.ownerId : ownerId, nextStep: nextStep ?? before.nextStep, nextStepAt: at };
}

/** Open again, it has neither end nor reason. */
function ended(
  before: Kept,
  stage: OpportunityStage,
  reason: string | undefined,
  now: Date,
): Pick<Kept, 'stage' | 'lostReason' | 'closedAt'> {
  if (isOpen(stage)) return { stage, lostReason: null, closedAt: null };
  const lostReason = reason ?? before.lostReason;
  if (stage === 'lost' && !lostReason) throw new HubError('reason_missing');
  return { stage, lostReason, closedAt: before.closedAt ?? now };
}
