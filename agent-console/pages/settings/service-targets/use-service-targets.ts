import type { ServiceRule, ServiceTargetsDraft, ServiceTargetsView } from '../../../../server/contract/service-targets.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useVersion } from '../use-version.ts';

export const freshRule = (): ServiceRule => ({ tiers: [], channels: [], kinds: [], queueIds: [], targets: {}, workingTime: false });

/** The targets in force and a draft of the next version. */
export function useServiceTargets() {
  const hub = useHub();
  return useVersion<ServiceTargetsView, ServiceTargetsDraft>({
    changed: 'service_targets.changed',
    read: () => hub.call('serviceTargets'),
    save: (body) => hub.call('saveServiceTargets', { body }),
    draftOf: ({ rules, warnShare, pausedBy }) => ({ rules, warnShare, pausedBy, note: '' }),
  });
}
