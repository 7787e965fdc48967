import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '../catalog/read-catalog.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { ClaimLost, claimOffers } from './claim-offers.ts';
import { decideInTurn } from './decide-in-turn.ts';
import { lookAgainAt } from './look-again.ts';
import { policyFrom } from './policy.ts';
import { readSnapshot } from './read-snapshot.ts';

/** How many offers at most come from one look. */
const MOST = 16;
/** How often a look is given up because somebody else was faster, before the next wake-up is left to try again. */
const LOSSES = 50;
/** How often another node that is looking is waited for, and how long each time (milliseconds). */
const PATIENCE = 20;
const WAIT = 5;

/**
 * Offer waiting tasks to free agents until nobody who waits can be served. Safe to run on any number of nodes at once. Most
 * looks lead to one offer; while there is more to give, each takes in twice as much as the one before.
 */
export async function offerTasks(hub: Hub): Promise<void> {
  for (let depth = 1, lost = 0, waited = 0; lost < LOSSES; ) {
    const outcome = await look(hub, await hub.catalog.current(), depth, waited < PATIENCE);
    if (outcome === 'busy') {
      waited += 1;
      await pause(WAIT);
      continue;
    }
    waited = 0;
    lost += outcome === 'lost' ? 1 : 0;
    depth = outcome === 'lost' ? 1 : Math.min(2 * depth, MOST);
    if (outcome === 'nothing') return;
  }
}

/** One look at the floor and the offers that follow from it. */
async function look(hub: Hub, catalog: Catalog, depth: number, polite: boolean): Promise<'offered' | 'nothing' | 'lost' | 'busy'> {
  try {
    return await hub.db.transact(async (tx) => {
      if (polite && !(await takeTurn(tx))) return 'busy';
      const now = hub.clock.now();
      const seen = await readSnapshot(tx, catalog, now, depth);
      const decided = seen ? decideInTurn(seen, policyFrom(catalog.policy, catalog.tiers), now.getTime(), depth) : [];
      if (!seen || decided.length === 0) {
        const at = seen?.relaxesAt();
        if (at !== undefined) await lookAgainAt(tx, new Date(at));
        return 'nothing';
      }
      await claimOffers(hub, tx, decided, seen.loadVersions);
      tx.afterCommit(() => hub.counters.decisions.inc({ outcome: 'offered' }, decided.length));
      return 'offered';
    });
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error;
    hub.counters.decisions.inc({ outcome: 'lost' });
    return 'lost';
  }
}

/** Any number, the same in every hub. */
const TURN = 7_202_611;

/**
 * Nodes that look at the same time would choose the same and all but one would have looked in vain, so they take turns. It
 * is a courtesy: a node that hangs in its turn is not waited for long, and what is claimed is claimed but once either way.
 */
const takeTurn = async (tx: Tx): Promise<boolean> =>
  (await tx.one<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${TURN}) as mine`)).mine;
