import { useDebounceFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { Problem } from '../../../server/contract/configuration.ts';
import type { PartContents, PartPreview, PartView } from '../../../server/contract/settings.ts';
import { codeOf, HubFailure } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useText } from '../../language/use-text.ts';
import { useLive } from '../../stores/live.ts';
import { useMe } from '../../stores/me.ts';
import { useDraft } from './use-draft.ts';

/** How long after the last key what it would do is asked (milliseconds). */
const PAUSE = 350;

/** A part of the configuration, the draft of it, and what it would change and do. */
export function usePart<Key extends keyof PartContents>(part: Key) {
  const [hub, live, me] = [useHub(), useLive(), useMe()];
  const { label } = useText();
  const { draft, isChanged, take, rebase, undo } = useDraft<PartContents[Key]>();
  const view = shallowRef<PartView>();
  const preview = shallowRef<PartPreview>();
  const error = ref('');
  const overtaken = ref(false);
  const saving = ref(false);

  const isOf = (content: unknown): content is PartContents[Key] => content !== null && typeof content === 'object';

  /** What was typed while the answer was on its way is not thrown away, unless it is what was just saved. */
  async function read(anew = false) {
    const read = await hub.call('readSettings', { query: { part } });
    view.value = read;
    if (!isOf(read.content)) return;
    if (isChanged.value && !anew) rebase(read.content);
    else take(read.content);
  }

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    error.value = '';
    try {
      await act();
      return true;
    } catch (thrown) {
      const problems = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
      if (Array.isArray(problems) && preview.value) preview.value = { ...preview.value, problems };
      else error.value = codeOf(thrown);
      return false;
    }
  }

  const load = () => attempt(() => read());

  /** After a gap nobody knows what was missed: what is drafted stays, and whoever drafts it hears that it is overtaken. */
  const lookAgain = () =>
    attempt(async () => {
      if (!isChanged.value) return read();
      const { revision } = await hub.call('readSettings', { query: { part } });
      overtaken.value ||= revision !== view.value?.revision;
    });

  const ask = useDebounceFn(async () => {
    if (!draft.value || !isChanged.value) return;
    const asked = JSON.stringify(draft.value);
    const answer = await hub.call('previewSettings', { body: { part, draft: draft.value } }).catch(() => undefined);
    if (answer && asked === JSON.stringify(draft.value)) preview.value = answer;
  }, PAUSE);
  watch(
    draft,
    () => {
      if (isChanged.value) void ask();
      else preview.value = undefined;
    },
    { deep: true },
  );

  async function save(): Promise<boolean> {
    saving.value = true;
    const done = await attempt(async () => {
      const body = { part, revision: view.value?.revision ?? '', draft: draft.value };
      try {
        await hub.call('saveSettings', { body });
      } catch (thrown) {
        if (codeOf(thrown) === 'changed_meanwhile') await read();
        throw thrown;
      }
      await read(true);
      overtaken.value = false;
      preview.value = undefined;
    });
    saving.value = false;
    return done;
  }

  onScopeDispose(
    live.onEvent(({ name, data }) => {
      if (!('part' in data ? data.part === part : part === 'queues' && name === 'queue.rules_changed') || saving.value) return;
      if (isChanged.value) overtaken.value = true;
      else void load();
    }),
  );
  onScopeDispose(live.onReload(lookAgain));
  void load();

  return {
    part,
    view,
    draft,
    isChanged,
    preview,
    error,
    overtaken,
    saving,
    load,
    save,
    undo,
    /** Theirs is what is compared with from now on; what was drafted stays. */
    catchUp: () => attempt(() => read()).then(() => (overtaken.value = false)),
    disabled: computed(() => !me.can('settings.write')),
    /** What is wrong, by place, in the reader's words. */
    problems: computed(() => new Map((preview.value?.problems ?? []).map(({ place, message }: Problem) => [place, label(message)]))),
  };
}

export type PartPageState = Pick<
  ReturnType<typeof usePart>,
  'part' | 'view' | 'preview' | 'error' | 'overtaken' | 'saving' | 'isChanged' | 'disabled' | 'load' | 'save' | 'undo' | 'catchUp'
>;
