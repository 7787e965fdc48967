import { useIntervalFn, useThrottleFn } from '@vueuse/core';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ResponseOf } from '../../../server/contract/api.ts';
import type { TaskView } from '../../../server/contract/entities.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { byUrgency } from '../../routing/urgency.ts';
import { useAgents } from '../../stores/agents.ts';
import { useLive } from '../../stores/live.ts';
import { useNow } from '../../stores/now.ts';
import { useTasks } from '../../stores/tasks.ts';

/** The board, live: agents and tasks merge with each event, counts are asked again at most once a second. */
export function useBoard() {
  const [hub, live, agents, tasks, clock] = [useHub(), useLive(), useAgents(), useTasks(), useNow()];
  const board = shallowRef<ResponseOf<'board'>>();
  const error = shallowRef('');

  async function load() {
    const marks = [agents.mark(), tasks.mark()] as const;
    try {
      const found = await hub.call('board');
      agents.fill(found.agents, marks[0]);
      tasks.fill(found.tasks, marks[1]);
      tasks.keepWaiting(found.tasks);
      board.value = found;
      error.value = '';
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  const soon = useThrottleFn(load, 1_000, true);
  onScopeDispose(live.onEvent((event) => /^(task|reservation|agent|item)\./.test(event.name) && soon()));
  onScopeDispose(live.onReload(load));
  useIntervalFn(load, 30_000, { immediateCallback: true });

  return {
    board,
    error,
    load,
    agents: computed(() => (board.value?.agents ?? []).map((agent) => agents.get(agent.id) ?? agent)),
    waiting: computed(() => byUrgency((board.value?.tasks ?? []).map((task) => tasks.get(task.id) ?? task).filter(isWaiting), clock.now)),
  };
}

const isWaiting = (task: TaskView) => task.state === 'pending' || task.state === 'reserved';
