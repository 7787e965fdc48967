import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { TierPreviewView, TierRulesDraft, TierRulesPage } from '../../../../server/contract/tier-rules.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

const none: TierRulesDraft = { tiers: [], reviewDays: 7, note: '' };

/** The rules in force, a draft beside them, and what the hub finds that the draft would do. */
export function useTiers() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<TierRulesDraft>();
  const page = shallowRef<TierRulesPage>();
  const preview = shallowRef<TierPreviewView>();
  const error = ref('');
  const saving = ref(false);
  const inForce = computed(() => page.value?.versions[0]);
  const draftedFrom = ref(0);

  async function attempt(act: () => Promise<void>) {
    error.value = '';
    try {
      await act();
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  function show(found: TierRulesPage) {
    page.value = found;
    const rules = found.versions[0]?.rules;
    const fresh = rules ? { ...rules, note: '' } : none;
    if (isChanged.value) return rebase(fresh);
    draftedFrom.value = found.versions[0]?.version ?? 0;
    take(fresh);
  }

  const load = () => attempt(async () => show(await hub.call('tierRules')));

  /** Asks again until it is done: a preview of a million customers takes minutes. */
  const look = () =>
    attempt(async () => {
      if (!draft.value) return;
      let found = await hub.call('previewTierRules', { body: { draft: draft.value } });
      const mine = found.id;
      preview.value = found;
      while (found.id && (found.state === 'queued' || found.state === 'running')) {
        await new Promise((later) => setTimeout(later, 400));
        found = await hub.call('tierPreview', { params: { id: found.id } });
        if (preview.value?.id !== mine) return;
        preview.value = found;
      }
    });

  const save = () =>
    attempt(async () => {
      if (!draft.value) return;
      saving.value = true;
      try {
        const saved = await hub.call('saveTierRules', { body: { basedOn: draftedFrom.value, draft: draft.value } });
        take(draft.value);
        preview.value = undefined;
        show(saved);
      } finally {
        saving.value = false;
      }
    });

  const concerns = new Set<string>(['value.sweep_progressed', 'value.sweep_ended', 'tier_rules.changed']);
  onScopeDispose(live.onEvent(({ name }) => concerns.has(name) && !saving.value && void load()));
  onScopeDispose(live.onReload(load));
  void load();
  return { draft, isChanged, undo, page, preview, error, saving, inForce, load, look, save };
}
