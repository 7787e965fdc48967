import type { Catalog } from '../catalog/read-catalog.ts';
import { InputError } from '../csv/input-error.ts';
import { RowError } from '../csv/read-csv.ts';
import type { PastAgent } from '../routing/history/read-staff.ts';
import type { Arrivals, Need } from '../routing/simulate/arrivals.ts';
import { withoutAgent } from '../routing/simulate/object-to-need.ts';
import { readArrivals } from '../routing/simulate/read-arrivals.ts';

/**
 * Arrivals that a supervisor brought along. Queues are named by their keys. Throws `InputError` with the line of the first row
 * that cannot be played here.
 */
export async function readBrought(text: string, { queues, tiers }: Catalog, staff: readonly PastAgent[]): Promise<Arrivals> {
  const idOf = new Map(queues.map(({ key, id }) => [key, id]));
  const known = tiers.map(({ key }) => key);
  const agents = staff.map(({ queueIds, skills, capacity }) => ({
    count: 1,
    queues: [...queueIds],
    skills: { ...skills },
    capacity: { ...capacity },
  }));
  const local = (need: Need): Need => ({ ...need, queueId: idOf.get(need.queueId) ?? need.queueId });
  const arrivals = await readArrivals({ name: 'CSV', text }, (need) => {
    if (!idOf.has(need.queueId)) throw new RowError(`queue: ${JSON.stringify(need.queueId)} must be one of ${[...idOf.keys()].join(', ')}`);
    if (!known.includes(need.tier)) throw new RowError(`tier: ${JSON.stringify(need.tier)} must be one of ${known.join(', ')}`);
    const objection = withoutAgent(local(need), { agents });
    if (objection) throw new RowError(`${objection.part}: ${objection.problem.replace(local(need).queueId, need.queueId)}`);
  });
  if (arrivals.at.length === 0) throw new InputError('CSV', 'has no arrivals');
  return { ...arrivals, needs: arrivals.needs.map(local) };
}
