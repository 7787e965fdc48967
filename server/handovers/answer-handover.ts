import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { seatAgain } from './ask-colleague.ts';
import { comesBack, keepOn } from './end-handover.ts';
import { holdOwn } from './held-handover.ts';
import { progress } from './progress-handover.ts';
import { takeOver } from './take-over.ts';

/** The colleague takes it: what is written at once; of a call their phone rings first. Throws `not_found` or `handover_over`. */
export async function acceptHandover(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdOwn(tx, id, agentId, 'to');
    const { held, handover } = found;
    if (handover.state !== 'asking') throw new HubError('handover_over', handover.state);
    if (held.channel !== 'voice') return takeOver(hub, tx, found);
    progress(hub, tx, found, 'joining');
    seatAgain(tx, held.id);
  });
}

/** They leave it with whoever had it; of a queue the next one is asked. Throws `not_found` or `handover_over`. */
export async function declineHandover(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdOwn(tx, id, agentId, 'to');
    if (found.handover.state === 'talking') return comesBack(hub, tx, found, 'left');
    await keepOn(hub, tx, found, 'declined');
  });
}

/** Whoever asked keeps it after all. Throws `not_found` or `handover_over`. */
export async function withdrawHandover(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => comesBack(hub, tx, await holdOwn(tx, id, agentId, 'from'), 'withdrawn'));
}

/** They have spoken: it changes hands. Throws `not_found` or `handover_over`, also while the colleague is not there yet. */
export async function completeHandover(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdOwn(tx, id, agentId, 'from');
    if (found.handover.state !== 'talking') throw new HubError('handover_over', found.handover.state);
    await takeOver(hub, tx, found);
  });
}

/** The customer hears both of them from now on. Throws `not_found` or `handover_over`. */
export async function introduceCustomer(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdOwn(tx, id, agentId, 'from');
    if (found.handover.state !== 'talking') throw new HubError('handover_over', found.handover.state);
    tx.write(sql`update handovers set customer_in = true where id = ${id}`);
    progress(hub, tx, found, 'talking');
    seatAgain(tx, found.held.id);
  });
}
