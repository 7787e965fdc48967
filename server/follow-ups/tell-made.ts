import type { FollowUpTrigger } from '../contract/follow-ups.ts';
import type { Tx } from '../db/database.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

interface Made {
  readonly id: string;
  readonly customerId: string;
  readonly ownerId: string | null;
}

/** Record what a sweep has made, each for its owner. */
export function tellMade(hub: Hub, tx: Tx, cause: FollowUpTrigger, made: readonly Made[]): void {
  for (const { id, customerId, ownerId } of made) {
    record(hub, tx, { name: 'follow_up.made', actor: theHub, customerId, agentId: ownerId, data: { followUpId: id, cause } });
  }
}
