import { shallowReactive } from 'vue';

export interface Table<T> {
  get(id: string): T | undefined;
  all(): T[];
  /** As it stands now, from a live event or the answer to our own act. */
  put(row: T): void;
  /** As `put`, but a row nobody has loaded is only remembered for loads that are under way: else a busy day would fill the browser. */
  pass(row: T): void;
  /** Call before a load begins and hand the result to `fill`. */
  mark(): number;
  /** What a load found. Rows that changed live while it was under way keep their newer form. */
  fill(rows: readonly T[], mark: number): void;
  remove(id: string): void;
  clear(): void;
}

/** More than happens while a load is under way. */
const passingMost = 500;

/** Entities of one kind by id. `merge` may hold on to what only moves forward. */
export function createTable<T extends { id: string }>(merge: (known: T, news: T) => T = (_, news) => news): Table<T> {
  const rows = shallowReactive(new Map<string, T>());
  const changedAt = new Map<string, number>();
  const passing = new Map<string, T>();
  let changes = 0;

  function write(row: T) {
    const known = rows.get(row.id);
    const next = known ? merge(known, row) : row;
    // Most of what is loaded again is as it was: nothing on screen has to be drawn anew for it.
    if (!known || !isAlike(known, next)) rows.set(row.id, next);
  }

  function put(row: T) {
    changedAt.set(row.id, ++changes);
    passing.delete(row.id);
    write(row);
  }

  function forget(id: string) {
    rows.delete(id);
    passing.delete(id);
    changedAt.delete(id);
  }

  return {
    get: (id) => rows.get(id),
    all: () => [...rows.values()],
    put,
    pass(row) {
      if (rows.has(row.id)) return put(row);
      passing.delete(row.id);
      passing.set(row.id, row);
      changedAt.set(row.id, ++changes);
      const [oldest] = passing.keys();
      if (passing.size > passingMost && oldest !== undefined) forget(oldest);
    },
    mark: () => changes,
    fill(loaded, mark) {
      for (const row of loaded) {
        const passed = passing.get(row.id);
        const isNews = (changedAt.get(row.id) ?? 0) <= mark;
        if (isNews || passed) write(isNews || !passed ? row : passed);
        passing.delete(row.id);
      }
    },
    remove: forget,
    clear() {
      rows.clear();
      changedAt.clear();
      passing.clear();
    },
  };
}

/** Entities are what came as JSON. */
export const isAlike = (one: object, other: object): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);
