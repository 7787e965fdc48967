import { onScopeDispose, shallowRef } from 'vue';
import type { CalendarView, Finding, QueueRulesView } from '../../../../server/contract/configuration.ts';
import type { QueueRules } from '../../../../server/contract/routing-rules.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';
import { saveOrCatchUp, useRefusals } from '../use-refusals.ts';

/** The rules of all queues, the draft of one, and what is found in the configuration. */
export function useQueueRules() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<QueueRules>();
  const queues = shallowRef<readonly QueueRulesView[]>();
  const calendars = shallowRef<readonly CalendarView[]>([]);
  const chosen = shallowRef<QueueRulesView>();
  const findings = shallowRef<readonly Finding[]>([]);
  const { problems, error, attempt } = useRefusals();

  const load = () =>
    attempt(async () => {
      const [rules, found, known] = await Promise.all([hub.call('listQueueRules'), hub.call('routingFindings'), hub.call('listCalendars')]);
      findings.value = found.findings;
      calendars.value = known.calendars;
      queues.value = rules.queues;
      const fresh = rules.queues.find(({ queueId }) => queueId === chosen.value?.queueId);
      if (fresh && !isChanged.value) choose(fresh);
    });

  /** Theirs is what is compared with from now on; what was drafted stays. */
  async function catchUp(queueId: string): Promise<void> {
    chosen.value = (await hub.call('listQueueRules')).queues.find((queue) => queue.queueId === queueId) ?? chosen.value;
    if (chosen.value) rebase(chosen.value.rules);
  }

  function choose(queue: QueueRulesView) {
    chosen.value = queue;
    problems.value = [];
    take(queue.rules);
  }

  const save = () =>
    attempt(async () => {
      if (!draft.value || !chosen.value) return;
      const { queueId, revision } = chosen.value;
      const body = { revision, rules: draft.value };
      const saved = await saveOrCatchUp(
        () => hub.call('changeQueueRules', { params: { id: queueId }, body }),
        () => catchUp(queueId),
      );
      choose(saved);
      findings.value = (await hub.call('routingFindings')).findings;
    });

  onScopeDispose(
    live.onEvent(({ name }) => ['queue.rules_changed', 'calendar.changed', 'policy.changed'].includes(name) && !isChanged.value && load()),
  );
  onScopeDispose(live.onReload(load));
  return { queues, chosen, calendars, draft, isChanged, undo, findings, problems, error, load, choose, save };
}
