import { computed, ref, shallowRef } from 'vue';
import type { MacroDraft, MacroView } from '../../../../server/contract/macros.ts';
import { codeOf, HubFailure } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useText } from '../../../language/use-text.ts';
import { useMe } from '../../../stores/me.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useUndo } from '../../../ui/undo.ts';
import { moved } from '../moved.ts';
import { useDraft } from '../use-draft.ts';

type Draft = MacroDraft & { id: string | null; revision: number };

/** Every macro, the one that is being changed, and the way to save it. */
export function useMacroSettings() {
  const [hub, me, offerUndo] = [useHub(), useMe(), useUndo()];
  const { t } = useText();
  const { draft, isChanged, take, undo } = useDraft<Draft>();
  const macros = shallowRef<readonly MacroView[]>();
  const fields = shallowRef<readonly string[]>([]);
  const error = ref('');
  /** What exactly is wrong, as the hub says it. */
  const detail = ref('');

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    error.value = detail.value = '';
    try {
      await act();
      return true;
    } catch (thrown) {
      error.value = codeOf(thrown);
      detail.value = (thrown instanceof HubFailure && thrown.detail) || '';
      return false;
    }
  }

  const load = () =>
    attempt(async () => {
      const found = await hub.call('allMacros');
      macros.value = found.macros;
      fields.value = found.fields;
    });

  function open(id: string | undefined) {
    const macro = macros.value?.find((one) => one.id === id);
    if (id === 'new') take({ id: null, revision: 0, name: empty(), text: empty(), actions: [], channels: [], roles: [] });
    else take(macro && draftOf(macro));
  }

  async function save(): Promise<string | undefined> {
    if (!draft.value) return undefined;
    const { id, revision, ...body } = draft.value;
    let saved: MacroView | undefined;
    await attempt(async () => {
      saved =
        id === null
          ? await hub.call('createMacro', { body })
          : await hub.call('changeMacro', { params: { id }, body: { ...body, revision } });
      take(draftOf(saved));
      await load();
      showToast(t('macroSettings.saved'));
    });
    return saved?.id;
  }

  const retire = (id: string, retired: boolean): Promise<boolean> =>
    attempt(async () => {
      take(draftOf(await hub.call('retireMacro', { params: { id }, body: { retired } })));
      await load();
      if (retired) offerUndo(t('macroSettings.retiredNow'), () => retire(id, false));
    });

  const move = (index: number, by: 1 | -1) =>
    attempt(async () => {
      const offered = (macros.value ?? []).filter(({ retired }) => !retired);
      const ids = moved(offered, index, by).map(({ id }) => id);
      macros.value = (await hub.call('orderMacros', { body: { ids } })).macros;
    });

  return {
    macros,
    fields,
    draft,
    isChanged,
    error,
    detail,
    undo,
    load,
    open,
    save,
    retire,
    move,
    disabled: computed(() => !me.can('settings.write')),
  };
}

export type MacroSettings = ReturnType<typeof useMacroSettings>;

const empty = () => ({ en: '', 'zh-CN': '' });

const draftOf = ({ id, revision, name, text, actions, channels, roles }: MacroView): Draft => ({
  id,
  revision,
  name,
  text,
  actions,
  channels,
  roles,
});
