import { watchDebounced } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { PolicyPreview, PolicyView } from '../../../../server/contract/configuration.ts';
import type { PolicyDraft } from '../../../../server/contract/routing-rules.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

/** The policy in force, a draft beside it, and what the hub says of the draft while it is written. */
export function usePolicy() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<PolicyDraft>();
  const versions = shallowRef<readonly PolicyView[]>([]);
  const more = ref(false);
  const preview = shallowRef<PolicyPreview>();
  const error = ref('');
  const saving = ref(false);
  /** Somebody else's version came into force while this one was drafted. */
  const overtakenBy = shallowRef<PolicyView>();
  const inForce = computed(() => versions.value[0]);

  async function attempt(act: () => Promise<void>) {
    error.value = '';
    try {
      await act();
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  const load = () =>
    attempt(async () => {
      const known = inForce.value?.version;
      const found = await hub.call('listPolicies');
      versions.value = found.versions;
      more.value = found.more;
      const [newest] = found.versions;
      if (!newest) return;
      if (!isChanged.value) return take(draftOf(newest));
      rebase(draftOf(newest));
      if (known !== newest.version) overtakenBy.value = newest;
    });

  const loadOlder = () =>
    attempt(async () => {
      const before = versions.value.at(-1)?.version;
      const found = await hub.call('listPolicies', { query: before === undefined ? {} : { before } });
      versions.value = [...versions.value, ...found.versions];
      more.value = found.more;
    });

  let asked = 0;
  const look = () =>
    attempt(async () => {
      if (!draft.value) return;
      const question = ++asked;
      const answer = await hub.call('previewPolicy', { body: { draft: draft.value } });
      if (question === asked) preview.value = answer;
    });

  const save = () =>
    attempt(async () => {
      if (!draft.value || !inForce.value) return;
      saving.value = true;
      try {
        const saved = await hub.call('savePolicy', { body: { basedOn: inForce.value.version, draft: draft.value } });
        versions.value = [saved, ...versions.value];
        overtakenBy.value = undefined;
        take(draftOf(saved));
      } catch (thrown) {
        if (codeOf(thrown) !== 'changed_meanwhile') throw thrown;
        await load();
      } finally {
        saving.value = false;
      }
    });

  watchDebounced([draft, inForce], look, { debounce: 250, deep: true });
  onScopeDispose(
    live.onEvent(({ name, data }) => name === 'policy.changed' && data.version !== inForce.value?.version && !saving.value && load()),
  );
  onScopeDispose(live.onReload(load));
  void load();

  return { draft, isChanged, take, undo, versions, more, inForce, preview, error, saving, overtakenBy, load, loadOlder, save };
}

/** What of a version can be drafted anew; its reason is its own. */
export const draftOf = ({ preset, promises, queuePromises, lines, bars }: PolicyView): PolicyDraft => ({
  preset,
  promises,
  queuePromises,
  lines,
  bars,
  note: '',
});
