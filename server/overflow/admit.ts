import { type InboxRow, type QueueRow, queueOf } from '../catalog/read-catalog.ts';
import type { OverflowBefore } from '../contract/overflow.ts';
import type { Reader } from '../db/database.ts';
import type { Hub } from '../hub.ts';
import type { Waiter } from '../routing/estimates/estimate-wait.ts';
import { requiredSkills } from '../routing/queue-task.ts';
import { ruleBefore } from './rules.ts';

export interface Newcomer {
  readonly inbox: InboxRow;
  readonly queue: QueueRow;
  readonly customer: { readonly tier: string; readonly language: string | null };
  readonly neededAt: Date;
}

/** What becomes of a need that arises now: into this line, or not into one at all; and the rule that said so. */
export interface Admission {
  readonly queue: QueueRow;
  /** False: the caller hears what can be done instead. In writing everybody is let in. */
  readonly enters: boolean;
  readonly rule: OverflowBefore | undefined;
}

/**
 * Asked before somebody goes into line. Rules that lead to another queue are followed there, each queue once; its own
 * rules hold there. A caller is kept out only by a closed queue or by words that end the call: who is offered something
 * because it takes long may also wait.
 */
export async function admit(hub: Hub, db: Reader, newcomer: Newcomer): Promise<Admission> {
  const catalog = hub.catalog.known();
  const visited = new Set<string>();
  for (let queue = newcomer.queue; ; ) {
    visited.add(queue.id);
    const rule = await ruleBefore(hub, db, queue, waiterIn(queue, newcomer));
    if (rule?.act.do !== 'queue') return { queue, rule, enters: !rule || newcomer.inbox.channel !== 'voice' || isOnlyOffer(rule) };
    if (visited.has(rule.act.queueId)) return { queue, rule: undefined, enters: true };
    queue = queueOf(catalog, rule.act.queueId);
  }
}

const isOnlyOffer = ({ when, act }: OverflowBefore): boolean => act.do === 'offer' && when.is !== 'closed';

/** How they would stand in this queue. */
const waiterIn = (queue: QueueRow, { inbox, customer, neededAt }: Newcomer): Waiter => ({
  queueId: queue.id,
  tier: customer.tier,
  channel: inbox.channel,
  skills: requiredSkills({ inbox, queue, customer }),
  neededAt: neededAt.getTime(),
});
