import type { RehearsedPolicy } from '../contract/rehearsals.ts';
import { channels } from '../contract/statuses.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { policyOfVersion } from './read-policy.ts';

/** Whether a rehearsal can be played under this policy. Throws `unknown_policy` or `bad_request` with the place. */
export async function checkPolicy(hub: Hub, policy: RehearsedPolicy | null): Promise<void> {
  if (!policy) return;
  if ('version' in policy) {
    if (!(await policyOfVersion(hub.db, policy.version))) throw new HubError('unknown_policy', `version ${policy.version}`);
    return;
  }
  const { tiers } = await hub.catalog.current();
  const known = tiers.map(({ key }) => key);
  for (const part of ['promises', 'lines'] as const) {
    const stray = Object.keys(policy[part] ?? {}).find((tier) => !known.includes(tier));
    if (stray !== undefined) throw new HubError('bad_request', `body.policy.${part}.${stray}: there is no such tier`);
  }
  if (policy.preset !== 'table') return;
  const missing = known.flatMap((tier) =>
    channels.filter((channel) => !policy.lines?.[tier]?.[channel]).map((channel) => `${tier}.${channel}`),
  )[0];
  if (missing) throw new HubError('bad_request', `body.policy.lines.${missing}: is missing`);
}
