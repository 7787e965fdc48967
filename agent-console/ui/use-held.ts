import { useElementHover, useFocusWithin } from '@vueuse/core';
import { computed, type Ref } from 'vue';

/** Whether the pointer or the keyboard is in an element. */
export function useHeld(element: Ref<HTMLElement | null | undefined>) {
  const hovered = useElementHover(element);
  const { focused } = useFocusWithin(element);
  return computed(() => hovered.value || focused.value);
}
