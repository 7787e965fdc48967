import { useElementSize, useEventListener } from '@vueuse/core';
import { computed, type Ref, ref } from 'vue';

/** Rows drawn above and below what is seen, so that a quick hand finds none missing. */
const SPARE = 12;

/** Of a long list of rows of one height, those that are worth drawing: the page stays light whatever was loaded. */
export function useRowWindow(box: Ref<HTMLElement | null>, count: () => number, rowHeight: () => number) {
  const top = ref(0);
  const { height: seen } = useElementSize(box);
  useEventListener(box, 'scroll', () => (top.value = box.value?.scrollTop ?? 0), { passive: true });

  const first = computed(() => Math.max(0, Math.floor(top.value / rowHeight()) - SPARE));
  const last = computed(() => Math.min(count(), Math.ceil((top.value + seen.value) / rowHeight()) + SPARE));

  return {
    first,
    last,
    /** How near the end of what is loaded the reader is, in rows. */
    rest: computed(() => count() - Math.ceil((top.value + seen.value) / rowHeight())),
    /** Scroll no further than it takes to see this row. */
    reveal(index: number) {
      const view = box.value;
      if (!view) return;
      const [from, until] = [index * rowHeight(), (index + 1) * rowHeight()];
      if (from < view.scrollTop) view.scrollTop = from;
      else if (until > view.scrollTop + view.clientHeight) view.scrollTop = until - view.clientHeight;
    },
    toTop() {
      if (box.value) box.value.scrollTop = 0;
    },
  };
}
