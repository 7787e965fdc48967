import type { Catalog } from '../../catalog/read-catalog.ts';
import { type Finding, severities } from '../../contract/configuration.ts';
import type { Hub } from '../../hub.ts';
import { readMembers } from './read-members.ts';
import { troubleInPromises } from './trouble-in-promises.ts';
import { troubleInQueues } from './trouble-in-queues.ts';
import { troubleInSkills } from './trouble-in-skills.ts';

/** What in this configuration, with the people who serve, will keep somebody waiting; the worst first. */
export async function findTroubles(hub: Pick<Hub, 'db' | 'clock'>, catalog: Catalog): Promise<Finding[]> {
  const members = await readMembers(hub.db);
  return [...troubleInQueues(catalog, members, hub.clock.now()), ...troubleInSkills(catalog, members), ...troubleInPromises(catalog)].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
}
