import { useDebounceFn } from '@vueuse/core';
import { type Ref, shallowRef, watch } from 'vue';
import type { PartContents, PartPreview } from '../../../server/contract/settings.ts';
import { useHub } from '../../hub-client/hub-client.ts';

/** How long after the last key what it would do is asked (milliseconds). */
const PAUSE = 350;

/** What a draft of a part would change and do; nothing while it is as it was read. */
export function usePreview<Key extends keyof PartContents>(part: Key, draft: Ref<PartContents[Key] | undefined>, isChanged: Ref<boolean>) {
  const hub = useHub();
  const preview = shallowRef<PartPreview>();

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
  return preview;
}
