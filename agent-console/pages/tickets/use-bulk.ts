import { onScopeDispose, shallowRef } from 'vue';
import type { BulkAct, BulkRunView } from '../../../server/contract/ticket-bulk.ts';
import type { TicketFilter } from '../../../server/contract/ticket-list.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useText } from '../../language/use-text.ts';
import { useLive } from '../../stores/live.ts';
import { newestAnswer } from '../../stores/newest-answer.ts';
import { showToast } from '../../ui/toasts.ts';

export type BulkTarget = { readonly ids: string[] } | { readonly filter: TicketFilter };

/** One act on many tickets: started here, done by the hub, followed until it is over, taken back if need be. */
export function useBulk() {
  const [hub, live] = [useHub(), useLive()];
  const { failure } = useText();
  const run = shallowRef<BulkRunView>();
  const newest = newestAnswer();

  async function attempt(act: () => Promise<BulkRunView>): Promise<boolean> {
    try {
      await newest(act(), (found) => {
        run.value = found;
      });
      return true;
    } catch (thrown) {
      showToast(failure(codeOf(thrown)), 'failed');
      return false;
    }
  }

  const of = (call: 'readBulk' | 'cancelBulk' | 'undoBulk') => () => {
    const id = run.value?.id;
    return id ? attempt(() => hub.call(call, { params: { id } })) : Promise.resolve(false);
  };
  const refresh = of('readBulk');
  onScopeDispose(
    live.onEvent(({ name, data }) => name.startsWith('bulk.') && 'runId' in data && data.runId === run.value?.id && void refresh()),
  );
  onScopeDispose(live.onReload(refresh));

  return {
    run,
    async start(act: BulkAct, target: BulkTarget) {
      run.value = undefined;
      const started = await attempt(() => hub.call('startBulk', { body: { act, ...target } }));
      // What was told of it before its number was known here has passed unheard.
      if (started) void refresh();
      return started;
    },
    cancel: of('cancelBulk'),
    undo: of('undoBulk'),
    dismiss: () => (run.value = undefined),
  };
}
