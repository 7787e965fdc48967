import { useIntervalFn, useThrottleFn } from '@vueuse/core';
import { computed, onScopeDispose, ref } from 'vue';
import type { TaskView, WaitingGroup } from '../../server/contract/entities.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { byUrgency } from '../routing/urgency.ts';
import { useLive } from './live.ts';
import { useNow } from './now.ts';
import { useTasks } from './tasks.ts';

/** What waits in the queues I may see, most urgent first; asked again when something moves, at most every two seconds. */
export function useWaiting() {
  const [hub, live, tasks, clock] = [useHub(), useLive(), useTasks(), useNow()];
  const ids = ref<readonly string[]>([]);
  const groups = ref<readonly WaitingGroup[]>([]);
  const error = ref('');
  const loaded = ref(false);

  async function load() {
    const mark = tasks.mark();
    try {
      const found = await hub.call('queue', { query: { limit: 100 } });
      tasks.fill(found.tasks, mark);
      tasks.keepWaiting(found.tasks);
      ids.value = found.tasks.map((task) => task.id);
      groups.value = found.groups;
      error.value = '';
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
    loaded.value = true;
  }

  const soon = useThrottleFn(load, 2_000, true);
  onScopeDispose(live.onEvent((event) => /^(task|reservation)\./.test(event.name) && soon()));
  onScopeDispose(live.onReload(load));
  useIntervalFn(load, 30_000, { immediateCallback: true });

  const waiting = computed(() => byUrgency(ids.value.map(tasks.get).filter(isWaiting), clock.now));
  return { waiting, groups, error, loaded, load };
}

const isWaiting = (task: TaskView | undefined): task is TaskView => task?.state === 'pending' || task?.state === 'reserved';
