import { addCallEntry } from '../calls/add-call-entry.ts';
import type { Hub } from '../hub.ts';
import { seatAgain } from './ask-colleague.ts';
import { comesBack, keepOn } from './end-handover.ts';
import { holdHandover, isStillHeld } from './held-handover.ts';
import { progress } from './progress-handover.ts';
import { takeOver } from './take-over.ts';

/** News of the phone of a colleague who takes a call. Late or repeated, it changes nothing. */
export async function recordColleague(hub: Hub, handoverId: string, did: 'joined' | 'left' | 'not_reached'): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdHandover(tx, handoverId);
    if (!found || !isStillHeld(found) || found.handover.state === 'asking') return;
    const { held, handover } = found;
    if (did === 'not_reached') return keepOn(hub, tx, found, 'not_reached');
    if (did === 'left') return comesBack(hub, tx, found, 'left');
    if (handover.state !== 'joining') return;
    if (handover.way === 'straight') return takeOver(hub, tx, found);
    addCallEntry(hub, tx, held.id, { type: 'consulted' }, handover.toAgentId);
    progress(hub, tx, found, 'talking');
    seatAgain(tx, held.id);
  });
}
