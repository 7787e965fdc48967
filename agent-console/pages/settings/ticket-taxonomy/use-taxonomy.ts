import { onScopeDispose, ref, shallowRef } from 'vue';
import type { Problem } from '../../../../server/contract/configuration.ts';
import type { TaxonomyDraft, TaxonomyView } from '../../../../server/contract/ticket-taxonomy.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

/** Kinds, categories and root causes in force, and a draft of the next version. */
export function useTaxonomy() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<TaxonomyDraft>();
  const inForce = shallowRef<TaxonomyView>();
  const problems = shallowRef<readonly Problem[]>([]);
  const error = ref('');
  const saving = ref(false);

  async function load() {
    error.value = '';
    try {
      inForce.value = await hub.call('ticketTaxonomy');
      if (!isChanged.value) take(draftOf(inForce.value));
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  /** Answers whether it is in force now. */
  async function save(): Promise<boolean> {
    if (!draft.value || !inForce.value) return false;
    [error.value, problems.value, saving.value] = ['', [], true];
    try {
      inForce.value = await hub.call('saveTicketTaxonomy', { body: { basedOn: inForce.value.version, draft: draft.value } });
      take(draftOf(inForce.value));
      return true;
    } catch (thrown) {
      await refused(thrown);
      return false;
    } finally {
      saving.value = false;
    }
  }

  async function refused(thrown: unknown) {
    const named = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
    if (Array.isArray(named)) problems.value = named;
    else error.value = codeOf(thrown);
    if (codeOf(thrown) !== 'changed_meanwhile') return;
    inForce.value = await hub.call('ticketTaxonomy');
    rebase(draftOf(inForce.value));
  }

  onScopeDispose(live.onEvent(({ name }) => name === 'ticket_taxonomy.changed' && !isChanged.value && void load()));
  onScopeDispose(live.onReload(load));
  return { draft, isChanged, undo, inForce, problems, error, saving, load, save };
}

const draftOf = ({ kinds, categories, rootCauses }: TaxonomyView): TaxonomyDraft => ({ kinds, categories, rootCauses, note: '' });
