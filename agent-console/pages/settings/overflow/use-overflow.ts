import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Overflow, OverflowView } from '../../../../server/contract/overflow.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';
import { saveOrCatchUp, useRefusals } from '../use-refusals.ts';

/** The overflow rules of one queue, and the draft of a change. */
export function useOverflow(queueId: () => string) {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<Overflow>();
  const read = shallowRef<OverflowView>();
  const { problems, error, attempt } = useRefusals();

  const fetch = () => hub.call('readOverflow', { params: { id: queueId() } });
  const show = (view: OverflowView) => {
    read.value = view;
    take(view.overflow);
  };
  const catchUp = async () => {
    read.value = await fetch();
    rebase(read.value.overflow);
  };
  const load = () => attempt(async () => show(await fetch()));
  const save = () =>
    attempt(async () => {
      if (!draft.value || !read.value) return;
      const body = { revision: read.value.revision, overflow: draft.value };
      show(await saveOrCatchUp(() => hub.call('changeOverflow', { params: { id: queueId() }, body }), catchUp));
    });

  watch(queueId, load, { immediate: true });
  onScopeDispose(
    live.onEvent(({ name, queueId: of }) => name === 'queue.overflow_changed' && of === queueId() && !isChanged.value && load()),
  );
  return { draft, isChanged, undo, problems, error, load, save };
}
