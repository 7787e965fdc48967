import { onScopeDispose, ref, shallowRef } from 'vue';
import type { GivenBody } from '../../../../server/contract/api.ts';
import type { FieldDraft, FieldView, Freshness } from '../../../../server/contract/archive-fields.ts';
import type { Problem } from '../../../../server/contract/configuration.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

/** The installation's own fields, the draft of one of them or of a new one, and how long fields are trusted. */
export function useCustomerFields() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<FieldDraft>();
  const fields = shallowRef<readonly FieldView[]>();
  const freshness = shallowRef<readonly Freshness[]>([]);
  const chosen = shallowRef<FieldView>();
  const problems = shallowRef<readonly Problem[]>([]);
  const error = ref('');

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    [error.value, problems.value] = ['', []];
    try {
      await act();
      return true;
    } catch (thrown) {
      problems.value = problemsOf(thrown);
      if (problems.value.length === 0) error.value = codeOf(thrown);
      return false;
    }
  }

  const read = async () => {
    const found = await hub.call('listCustomerFields');
    [fields.value, freshness.value] = [found.fields, found.freshness];
  };
  const load = () => attempt(read);

  /** Undefined: a new one. */
  function choose(field: FieldView | undefined, blank: FieldDraft) {
    chosen.value = field;
    problems.value = [];
    take(field ? draftOf(field) : blank);
  }

  async function save(): Promise<FieldView | undefined> {
    const given = draft.value;
    if (!given) return undefined;
    let saved: FieldView | undefined;
    await attempt(async () => {
      saved = await send(given);
      chosen.value = saved;
      take(draftOf(saved));
      await read();
    });
    return saved;
  }

  async function send(given: FieldDraft): Promise<FieldView> {
    try {
      return await hub.call('putCustomField', { body: { revision: chosen.value?.revision ?? null, draft: given } });
    } catch (thrown) {
      if (codeOf(thrown) === 'changed_meanwhile') await catchUp(given.key);
      throw thrown;
    }
  }

  /** Theirs is what is compared with from now on; what was drafted stays. */
  async function catchUp(key: string): Promise<void> {
    await read();
    chosen.value = fields.value?.find((field) => field.key === key);
    if (chosen.value) rebase(draftOf(chosen.value));
  }

  const trust = (body: GivenBody<'putFreshness'>) =>
    attempt(async () => {
      freshness.value = (await hub.call('putFreshness', { body })).freshness;
    });

  onScopeDispose(live.onEvent(({ name }) => (name === 'custom_field.changed' || name === 'field_freshness.changed') && void load()));
  onScopeDispose(live.onReload(load));
  return { fields, freshness, chosen, draft, isChanged, undo, problems, error, load, choose, save, trust };
}

const problemsOf = (thrown: unknown): readonly Problem[] => {
  const given = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
  return Array.isArray(given) ? given : [];
};

const draftOf = ({ mayWrite: _, revision: __, retiredAt, ...field }: FieldView): FieldDraft => ({ ...field, retired: retiredAt !== null });
