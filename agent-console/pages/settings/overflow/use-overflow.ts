import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { Problem } from '../../../../server/contract/configuration.ts';
import type { Overflow, OverflowView } from '../../../../server/contract/overflow.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

/** The overflow rules of one queue, and the draft of a change. */
export function useOverflow(queueId: () => string) {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<Overflow>();
  const read = shallowRef<OverflowView>();
  const problems = shallowRef<readonly Problem[]>([]);
  const error = ref('');

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    error.value = '';
    problems.value = [];
    try {
      await act();
      return true;
    } catch (thrown) {
      const given = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
      problems.value = Array.isArray(given) ? given : [];
      if (problems.value.length === 0) error.value = codeOf(thrown);
      return false;
    }
  }

  const fetch = () => hub.call('readOverflow', { params: { id: queueId() } });
  const show = (view: OverflowView) => {
    read.value = view;
    take(view.overflow);
  };
  const load = () => attempt(async () => show(await fetch()));
  const save = () =>
    attempt(async () => {
      if (!draft.value || !read.value) return;
      try {
        const body = { revision: read.value.revision, overflow: draft.value };
        show(await hub.call('changeOverflow', { params: { id: queueId() }, body }));
      } catch (thrown) {
        // Theirs is what is compared with from now on; what was drafted stays.
        if (codeOf(thrown) === 'changed_meanwhile') {
          read.value = await fetch();
          rebase(read.value.overflow);
        }
        throw thrown;
      }
    });

  watch(queueId, load, { immediate: true });
  onScopeDispose(
    live.onEvent(({ name, queueId: of }) => name === 'queue.overflow_changed' && of === queueId() && !isChanged.value && load()),
  );
  return { draft, isChanged, undo, problems, error, load, save };
}
