import { onScopeDispose, shallowRef } from 'vue';
import type { EventName } from '../../../../server/contract/events.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';
import { saveOrCatchUp, useRefusals } from '../use-refusals.ts';

/** Where fields of one kind are read and put. */
interface Source<View, Draft> {
  /** Told when one of them is another. */
  readonly changed: readonly EventName[];
  read(): Promise<readonly View[]>;
  put(body: { revision: string | null; draft: Draft }): Promise<View>;
  draftOf(field: View): Draft;
}

/** The installation's own fields of something, and the draft of one of them or of a new one. */
export function useOwnFields<View extends { key: string; revision: string }, Draft extends { key: string }>(source: Source<View, Draft>) {
  const live = useLive();
  const { draft, isChanged, take, rebase, undo } = useDraft<Draft>();
  const fields = shallowRef<readonly View[]>();
  const chosen = shallowRef<View>();
  const { problems, error, attempt } = useRefusals();

  const read = async () => {
    fields.value = await source.read();
  };
  const load = () => attempt(read);

  /** Undefined: a new one. */
  function choose(field: View | undefined, blank: Draft) {
    chosen.value = field;
    problems.value = [];
    take(field ? source.draftOf(field) : blank);
  }

  async function save(): Promise<View | undefined> {
    const given = draft.value;
    if (!given) return undefined;
    let saved: View | undefined;
    await attempt(async () => {
      const body = { revision: chosen.value?.revision ?? null, draft: given };
      saved = await saveOrCatchUp(
        () => source.put(body),
        () => catchUp(given.key),
      );
      chosen.value = saved;
      take(source.draftOf(saved));
      await read();
    });
    return saved;
  }

  async function catchUp(key: string): Promise<void> {
    await read();
    chosen.value = fields.value?.find((field) => field.key === key);
    if (chosen.value) rebase(source.draftOf(chosen.value));
  }

  onScopeDispose(live.onEvent(({ name }) => source.changed.includes(name) && void load()));
  onScopeDispose(live.onReload(load));
  return { fields, chosen, draft, isChanged, undo, problems, error, attempt, load, choose, save };
}
