import { useThrottleFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { AssignableAgent, AssignmentCost, AssignmentView } from '../../server/contract/steering.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from '../stores/live.ts';
import { useTasks } from '../stores/tasks.ts';

/** Whom a task could be given to and what that costs, kept up to date while it is looked at. */
export function useAssignment(taskId: () => string, isOpen: () => boolean) {
  const [hub, live, tasks] = [useHub(), useLive(), useTasks()];
  const view = shallowRef<AssignmentView>();
  const agentId = ref('');
  const error = ref('');
  let question = 0;

  async function load() {
    if (!isOpen()) return;
    const mine = ++question;
    try {
      const query = agentId.value ? { agentId: agentId.value } : {};
      const found = await hub.call('readAssignment', { params: { id: taskId() }, query });
      if (mine !== question) return;
      view.value = found;
      error.value = '';
    } catch (thrown) {
      if (mine === question) error.value = codeOf(thrown);
    }
  }

  watch([isOpen, taskId], () => {
    view.value = undefined;
    agentId.value = '';
    error.value = '';
    void load();
  });
  watch(agentId, load);
  const soon = useThrottleFn(load, 2_000, true);
  onScopeDispose(live.onEvent((event) => /^(task|reservation|agent)\./.test(event.name) && soon()));

  const agents = computed<readonly AssignableAgent[]>(() => view.value?.agents ?? []);
  const cost = computed<AssignmentCost | null>(() => (view.value?.cost?.agentId === agentId.value ? view.value.cost : null));
  return {
    view,
    agents,
    agentId,
    chosen: computed(() => agents.value.find((agent) => agent.agentId === agentId.value)),
    cost,
    error,
    load,
    async assign(reason: string) {
      try {
        tasks.put(await hub.call('assignTask', { params: { id: taskId() }, body: { agentId: agentId.value, reason } }));
        return true;
      } catch (thrown) {
        await load();
        error.value = codeOf(thrown);
        return false;
      }
    },
  };
}
