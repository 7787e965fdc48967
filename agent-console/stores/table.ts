import { shallowReactive } from 'vue';

export interface Table<T> {
  get(id: string): T | undefined;
  all(): T[];
  /** As it stands now, from a live event or the answer to our own act. */
  put(row: T): void;
  /** Call before a load begins and hand the result to `fill`. */
  mark(): number;
  /** What a load found. Rows that changed live while it was under way keep their newer form. */
  fill(rows: readonly T[], mark: number): void;
  remove(id: string): void;
  clear(): void;
}

/** Entities of one kind by id. `merge` may hold on to what only moves forward. */
export function createTable<T extends { id: string }>(merge: (known: T, news: T) => T = (_, news) => news): Table<T> {
  const rows = shallowReactive(new Map<string, T>());
  const changedAt = new Map<string, number>();
  let changes = 0;

  function write(row: T) {
    const known = rows.get(row.id);
    rows.set(row.id, known ? merge(known, row) : row);
  }

  return {
    get: (id) => rows.get(id),
    all: () => [...rows.values()],
    put(row) {
      changedAt.set(row.id, ++changes);
      write(row);
    },
    mark: () => changes,
    fill(loaded, mark) {
      for (const row of loaded) if ((changedAt.get(row.id) ?? 0) <= mark) write(row);
    },
    remove: (id) => void rows.delete(id),
    clear() {
      rows.clear();
      changedAt.clear();
    },
  };
}
