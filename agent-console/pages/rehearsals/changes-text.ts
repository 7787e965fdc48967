import type { RehearsalRequest } from '../../../server/contract/rehearsals.ts';
import type { useText } from '../../language/use-text.ts';
import { useCatalog } from '../../stores/catalog.ts';

/** What a rehearsal changes, in a few words. */
export function changesOf({ policy, agents }: RehearsalRequest, { t, label }: ReturnType<typeof useText>): string {
  const catalog = useCatalog();
  const staff = Object.entries(agents).map(([queueId, by]) => {
    const queue = catalog.queue(queueId);
    return t('rehearsal.agentsBy', { by: by > 0 ? `+${by}` : `−${-by}`, queue: queue ? label(queue.label) : '?' });
  });
  const rules = policy === null ? [] : [policyText(policy, t)];
  return rules.length + staff.length > 0 ? [...rules, ...staff].join(' · ') : t('rehearsal.nothingChanged');
}

function policyText(policy: NonNullable<RehearsalRequest['policy']>, t: ReturnType<typeof useText>['t']): string {
  if ('version' in policy) return t('rehearsal.versionShort', { version: policy.version });
  const name = policy.preset === 'table' ? t('rehearsal.table') : t(`rehearsal.policies.${policy.preset}`);
  return Object.values(policy.promises ?? {}).some((tier) => Object.keys(tier).length > 0)
    ? t('rehearsal.otherPromises', { policy: name })
    : name;
}
