import { onScopeDispose, ref, shallowRef } from 'vue';
import type { FieldDraft } from '../../../../server/contract/archive-fields.ts';
import type { Problem } from '../../../../server/contract/configuration.ts';
import type { TicketFieldDraft, TicketFieldView } from '../../../../server/contract/ticket-taxonomy.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

/** As the form for fields of customers takes it, with the kinds of tickets it is for. */
export type TicketFieldForm = FieldDraft & Pick<TicketFieldDraft, 'kinds'>;

/** The fields of tickets here, and the draft of one of them or of a new one. */
export function useTicketFields() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<TicketFieldForm>();
  const fields = shallowRef<readonly TicketFieldView[]>();
  const chosen = shallowRef<TicketFieldView>();
  const problems = shallowRef<readonly Problem[]>([]);
  const error = ref('');

  const read = async () => {
    fields.value = (await hub.call('listTicketFields')).fields;
  };
  const load = () => read().catch((thrown: unknown) => (error.value = codeOf(thrown)));

  function choose(field: TicketFieldView | undefined, blank: TicketFieldForm) {
    chosen.value = field;
    problems.value = [];
    take(field ? draftOf(field) : blank);
  }

  async function save(): Promise<TicketFieldView | undefined> {
    if (!draft.value) return undefined;
    const { searchable: _, ...given } = draft.value;
    [error.value, problems.value] = ['', []];
    try {
      const saved = await hub.call('putTicketField', { body: { revision: chosen.value?.revision ?? null, draft: given } });
      chosen.value = saved;
      take(draftOf(saved));
      await read();
      return saved;
    } catch (thrown) {
      await refused(thrown, given.key);
      return undefined;
    }
  }

  /** Where somebody else saved, theirs is what is compared with from now on; what was drafted stays. */
  async function refused(thrown: unknown, key: string) {
    const named = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
    if (Array.isArray(named)) problems.value = named;
    else error.value = codeOf(thrown);
    if (codeOf(thrown) !== 'changed_meanwhile') return;
    await read();
    chosen.value = fields.value?.find((field) => field.key === key);
    if (chosen.value) rebase(draftOf(chosen.value));
  }

  onScopeDispose(live.onEvent(({ name }) => name === 'ticket_field.changed' && void load()));
  onScopeDispose(live.onReload(load));
  return { fields, chosen, draft, isChanged, undo, problems, error, load, choose, save };
}

const draftOf = ({ mayWrite: _, revision: __, retiredAt, ...field }: TicketFieldView): TicketFieldForm => ({
  ...field,
  searchable: false,
  retired: retiredAt !== null,
});
