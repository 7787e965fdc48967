import { useEventListener } from '@vueuse/core';
import { ElMessageBox } from 'element-plus';
import { computed, type Ref, ref, shallowRef, toRaw } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router';
import 'element-plus/theme-chalk/el-message-box.css';
import { useText } from '../../language/use-text.ts';
import { sameContent } from './same-content.ts';

/** Something under change beside what was read of it. Whoever would leave it unsaved is asked first. */
export function useDraft<T extends object>() {
  const read = shallowRef<T>();
  const draft = ref<T>() as Ref<T | undefined>;
  const isChanged = computed(() => draft.value !== undefined && !sameContent(draft.value, read.value));
  useLeaveQuestion(isChanged);

  const take = (value: T | undefined) => {
    read.value = value;
    draft.value = value && structuredClone(toRaw(value));
  };
  return {
    draft,
    isChanged,
    /** Begin anew with this. */
    take,
    /** Somebody else changed it: what is compared with is theirs now, what is drafted stays. */
    rebase(value: T) {
      read.value = value;
    },
    undo: () => take(read.value),
  };
}

/** Asks before what is changed gets lost: by another page, another entry, or the window closing. */
function useLeaveQuestion(isChanged: Ref<boolean>) {
  const { t } = useText();
  const mayLeave = async (): Promise<boolean> => {
    if (!isChanged.value) return true;
    return ElMessageBox.confirm(t('rules.leave.hint'), t('rules.leave.title'), {
      confirmButtonText: t('rules.leave.discard'),
      cancelButtonText: t('rules.leave.stay'),
      autofocus: false,
    }).then(
      () => true,
      () => false,
    );
  };
  onBeforeRouteLeave(mayLeave);
  onBeforeRouteUpdate(mayLeave);
  useEventListener(window, 'beforeunload', (event) => {
    if (isChanged.value) event.preventDefault();
  });
  return mayLeave;
}
