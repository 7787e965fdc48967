import type { Tx } from '../db/database.ts';
import { theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { changeStatus } from './set-status.ts';

/** An agent who does not answer is not asked further until they set themselves available again. */
export function setNotResponding(hub: Hub, tx: Tx, agentId: string, reason: 'missed_offers' | 'phone_unreachable'): Promise<void> {
  return changeStatus(hub, tx, agentId, 'not_responding', reason, theHub);
}
