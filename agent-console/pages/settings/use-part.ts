import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { EventName } from '../../../server/contract/events.ts';
import type { PartContents, PartView } from '../../../server/contract/settings.ts';
import { codeOf, problemsOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useText } from '../../language/use-text.ts';
import { useLive } from '../../stores/live.ts';
import { useMe } from '../../stores/me.ts';
import { useDraft } from './use-draft.ts';
import { usePreview } from './use-preview.ts';
import { saveOrCatchUp } from './use-refusals.ts';

/** A part of the configuration, the draft of it, and what it would change and do. */
export function usePart<Key extends keyof PartContents>(part: Key) {
  const [hub, me] = [useHub(), useMe()];
  const { label } = useText();
  const { draft, isChanged, take, rebase, undo } = useDraft<PartContents[Key]>();
  const preview = usePreview(part, draft, isChanged);
  const view = shallowRef<PartView>();
  const [error, overtaken, saving] = [ref(''), ref(false), ref(false)];

  const isOf = (content: unknown): content is PartContents[Key] => content !== null && typeof content === 'object';
  const fetch = () => hub.call('readSettings', { query: { part } });

  /** What was typed while the answer was on its way is not thrown away, unless it is what was just saved. */
  async function read(anew = false) {
    view.value = await fetch();
    const { content } = view.value;
    if (!isOf(content)) return;
    if (isChanged.value && !anew) rebase(content);
    else take(content);
  }

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    error.value = '';
    try {
      await act();
      return true;
    } catch (thrown) {
      const problems = problemsOf(thrown);
      if (problems.length > 0 && preview.value) preview.value = { ...preview.value, problems: [...problems] };
      else error.value = codeOf(thrown);
      return false;
    }
  }
  const load = () => attempt(() => read());

  async function save(): Promise<boolean> {
    saving.value = true;
    const done = await attempt(async () => {
      const body = { part, revision: view.value?.revision ?? '', draft: draft.value };
      await saveOrCatchUp(() => hub.call('saveSettings', { body }), read);
      await read(true);
      overtaken.value = false;
      preview.value = undefined;
    });
    saving.value = false;
    return done;
  }

  /** What is drafted stays, and whoever drafts it hears that it is overtaken. */
  useNews(part, {
    changed() {
      if (saving.value) return;
      if (isChanged.value) overtaken.value = true;
      else void load();
    },
    missed: () =>
      attempt(async () => {
        if (!isChanged.value) return read();
        const { revision } = await fetch();
        overtaken.value ||= revision !== view.value?.revision;
      }),
  });
  void load();

  return {
    ...{ part, view, draft, isChanged, preview, error, overtaken, saving, load, save, undo },
    /** Theirs is what is compared with from now on; what was drafted stays. */
    catchUp: () => load().then(() => (overtaken.value = false)),
    disabled: computed(() => !me.can('settings.write')),
    /** What is wrong, by place, in the reader's words. */
    problems: computed(() => new Map((preview.value?.problems ?? []).map(({ place, message }) => [place, label(message)]))),
  };
}

interface News {
  changed(): void;
  /** After a gap nobody knows what was missed. */
  missed(): Promise<unknown>;
}

function useNews(part: keyof PartContents, news: News) {
  const live = useLive();
  const isOurs = (name: EventName, data: object) =>
    'part' in data ? data.part === part : part === 'queues' && name === 'queue.rules_changed';
  onScopeDispose(live.onEvent(({ name, data }) => isOurs(name, data) && news.changed()));
  onScopeDispose(live.onReload(news.missed));
}

export type PartPageState = Pick<
  ReturnType<typeof usePart>,
  'part' | 'view' | 'preview' | 'error' | 'overtaken' | 'saving' | 'isChanged' | 'disabled' | 'load' | 'save' | 'undo' | 'catchUp'
>;
