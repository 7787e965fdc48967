import { computed, type Ref, shallowRef, watch } from 'vue';

export interface SteadyRow<T> {
  readonly key: string;
  /** As it is now. */
  readonly item: T;
  /** As it was when the order was settled: decides where it stands. */
  readonly placed: T;
  /** Not in the list any more; keeps its place until the hand is away. */
  readonly gone: boolean;
}

/** A list whose order stands still while it is held (hovered or focused); what came meanwhile is counted in `fresh`. */
export function useSteadyList<T>(source: () => readonly T[], keyOf: (item: T) => string, held: Ref<boolean>) {
  const placed = shallowRef(source());
  const settle = () => {
    placed.value = source();
  };
  watch([source, held], () => {
    if (!held.value) settle();
  });

  const rows = computed<SteadyRow<T>[]>(() => {
    const current = new Map(source().map((item) => [keyOf(item), item]));
    return placed.value.map((item) => {
      const key = keyOf(item);
      return { key, item: current.get(key) ?? item, placed: item, gone: !current.has(key) };
    });
  });
  const fresh = computed(() => {
    const shown = new Set(placed.value.map(keyOf));
    return source().filter((item) => !shown.has(keyOf(item))).length;
  });
  return { rows, fresh, settle };
}
