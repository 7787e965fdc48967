import { onScopeDispose, ref, shallowRef } from 'vue';
import type { Problem } from '../../../../server/contract/configuration.ts';
import type { ServiceRule, ServiceTargetsDraft, ServiceTargetsView } from '../../../../server/contract/service-targets.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

export const freshRule = (): ServiceRule => ({ tiers: [], channels: [], kinds: [], queueIds: [], targets: {}, workingTime: false });

/** The targets in force and a draft of the next version. */
export function useServiceTargets() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<ServiceTargetsDraft>();
  const inForce = shallowRef<ServiceTargetsView>();
  const problems = shallowRef<readonly Problem[]>([]);
  const error = ref('');
  const saving = ref(false);

  async function load() {
    error.value = '';
    try {
      inForce.value = await hub.call('serviceTargets');
      if (!isChanged.value) take(draftOf(inForce.value));
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  /** Answers whether it is in force now. */
  async function save(): Promise<boolean> {
    if (!draft.value || !inForce.value) return false;
    [error.value, problems.value, saving.value] = ['', [], true];
    try {
      inForce.value = await hub.call('saveServiceTargets', { body: { basedOn: inForce.value.version, draft: draft.value } });
      take(draftOf(inForce.value));
      return true;
    } catch (thrown) {
      const given = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
      if (Array.isArray(given)) problems.value = given;
      else error.value = codeOf(thrown);
      if (codeOf(thrown) === 'changed_meanwhile') {
        inForce.value = await hub.call('serviceTargets');
        rebase(draftOf(inForce.value));
      }
      return false;
    } finally {
      saving.value = false;
    }
  }

  onScopeDispose(live.onEvent(({ name }) => name === 'service_targets.changed' && !isChanged.value && load()));
  onScopeDispose(live.onReload(load));
  return { draft, isChanged, undo, inForce, problems, error, saving, load, save };
}

const draftOf = ({ rules, warnShare, pausedBy }: ServiceTargetsView): ServiceTargetsDraft => ({ rules, warnShare, pausedBy, note: '' });
