import { onScopeDispose, ref } from 'vue';
import type { EventName } from '../../../server/contract/events.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useLive } from '../../stores/live.ts';

/** Acts on what a page shows: it is read anew after each of them, and when others changed it. */
export function useActs(read: () => Promise<void>, news: readonly EventName[]) {
  const live = useLive();
  const error = ref('');

  /** Answers undefined when it failed, and says why. */
  async function attempt<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
    error.value = '';
    try {
      const result = await act();
      await read();
      return result;
    } catch (thrown) {
      error.value = codeOf(thrown);
      return undefined;
    }
  }

  onScopeDispose(live.onEvent(({ name }) => news.includes(name) && void read().catch(() => undefined)));
  return { error, attempt, load: () => attempt(async () => true) };
}
