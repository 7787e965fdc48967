import { computed, type Ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { FieldDraft, FieldView } from '../../../../server/contract/archive-fields.ts';
import { useText } from '../../../language/use-text.ts';
import { useMe } from '../../../stores/me.ts';
import { showToast } from '../../../ui/toasts.ts';

type Known = Pick<FieldView, 'key' | 'label' | 'rank'>;

/** The fields of a page and the draft of one of them. */
interface Own<View, Draft> {
  readonly fields: Ref<readonly View[] | undefined>;
  readonly draft: Ref<Draft | undefined>;
  choose(field: View | undefined, blank: Draft): void;
  save(): Promise<View | undefined>;
}

/** The page of fields at this address: the one it names, the first one, or a new one; saved, retired and brought back. */
export function useFieldPage<View extends Known, Draft extends FieldDraft>(
  { fields, draft, choose, save }: Own<View, Draft>,
  address: string,
  blankOf: (plain: FieldDraft) => Draft,
) {
  const [route, router, me] = [useRoute(), useRouter(), useMe()];
  const { t, label } = useText();
  const wanted = computed(() => String(route.params.id ?? ''));

  watch(
    [wanted, () => fields.value !== undefined],
    async () => {
      if (!fields.value) return;
      const [first] = fields.value;
      if (wanted.value === '' && first) return router.replace(`${address}/${first.key}`);
      const found = fields.value.find(({ key }) => key === wanted.value);
      if (found || wanted.value === 'new') choose(found, blankOf(plainField(fields.value)));
    },
    { immediate: true },
  );

  async function put() {
    const saved = await save();
    if (!saved) return;
    showToast(t('ownFields.saved', { name: label(saved.label) }));
    if (wanted.value !== saved.key) await router.replace(`${address}/${saved.key}`);
  }

  async function retire(retired: boolean) {
    if (!draft.value) return;
    draft.value.retired = retired;
    await put();
  }
  return { wanted, disabled: computed(() => !me.can('settings.write')), put, retire };
}

const plainField = (known: readonly Known[]): FieldDraft => ({
  key: '',
  label: { en: '', 'zh-CN': '' },
  type: 'text',
  options: [],
  rules: { required: false },
  readRole: 'agent',
  writeRole: 'agent',
  readBy: [],
  writeBy: [],
  searchable: false,
  rank: Math.max(0, ...known.map(({ rank }) => rank)) + 10,
  retired: false,
});
