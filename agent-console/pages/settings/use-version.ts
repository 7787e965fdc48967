import { onScopeDispose, ref, shallowRef } from 'vue';
import type { EventName } from '../../../server/contract/events.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useLive } from '../../stores/live.ts';
import { useDraft } from './use-draft.ts';
import { saveOrCatchUp, useRefusals } from './use-refusals.ts';

/** Where versions of some rules are read and put in force. */
interface Versions<View, Draft> {
  /** Told when there is a newer one. */
  readonly changed: EventName;
  read(): Promise<View>;
  save(body: { basedOn: number; draft: Draft }): Promise<View>;
  draftOf(view: View): Draft;
}

/** The version of some rules that is in force, and a draft of the next one. */
export function useVersion<View extends { version: number }, Draft extends object>(versions: Versions<View, Draft>) {
  const live = useLive();
  const { draft, isChanged, take, rebase, undo } = useDraft<Draft>();
  const inForce = shallowRef<View>();
  const { problems, error, attempt } = useRefusals();
  const saving = ref(false);

  async function load() {
    error.value = '';
    try {
      inForce.value = await versions.read();
      if (!isChanged.value) take(versions.draftOf(inForce.value));
    } catch (thrown) {
      error.value = codeOf(thrown);
    }
  }

  /** Answers whether it is in force now. */
  async function save(): Promise<boolean> {
    if (!draft.value || !inForce.value) return false;
    const body = { basedOn: inForce.value.version, draft: draft.value };
    saving.value = true;
    const done = await attempt(async () => {
      inForce.value = await saveOrCatchUp(() => versions.save(body), catchUp);
      take(versions.draftOf(inForce.value));
    });
    saving.value = false;
    return done;
  }

  async function catchUp() {
    inForce.value = await versions.read();
    rebase(versions.draftOf(inForce.value));
  }

  onScopeDispose(live.onEvent(({ name }) => name === versions.changed && !isChanged.value && void load()));
  onScopeDispose(live.onReload(load));
  return { draft, isChanged, undo, inForce, problems, error, saving, load, save };
}
