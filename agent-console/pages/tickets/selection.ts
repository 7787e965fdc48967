import { type Ref, ref } from 'vue';

interface Row {
  readonly id: string;
}

export interface Selection {
  readonly ids: Ref<ReadonlySet<string>>;
  toggle(id: string): void;
  /** From one row to another, both included. */
  extend(rows: readonly Row[], from: number, to: number): void;
  toggleAll(rows: readonly Row[]): void;
  clear(): void;
}

/** Rows that were chosen, by id: they stay chosen wherever the list scrolls to. */
export function useSelection(): Selection {
  const ids = ref<ReadonlySet<string>>(new Set());
  const put = (chosen: Iterable<string>) => {
    ids.value = new Set(chosen);
  };
  return {
    ids,
    toggle: (id) => put(ids.value.has(id) ? [...ids.value].filter((one) => one !== id) : [...ids.value, id]),
    extend: (rows, from, to) =>
      put([...ids.value, ...rows.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1).map(({ id }) => id)]),
    toggleAll: (rows) => put(ids.value.size >= rows.length ? [] : rows.map(({ id }) => id)),
    clear: () => put([]),
  };
}
