/** What the widget keeps in the browser; in memory where the browser forbids storage or it is full. */
export interface Storage {
  read(key: string): string | undefined;
  write(key: string, value: string): void;
  remove(key: string): void;
  /** Keys that begin so, in no order. */
  keys(prefix: string): string[];
}

/** `place` is asked each time: merely naming `localStorage` throws where it is blocked. */
export function openStorage(place: () => globalThis.Storage, prefix: string): Storage {
  const memory = new Map<string, string>();
  const attempt = <T>(act: (store: globalThis.Storage) => T, otherwise: T): T => {
    try {
      return act(place());
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => attempt((store) => store.getItem(prefix + key), null) ?? memory.get(key),
    write(key, value) {
      const kept = attempt((store) => {
        store.setItem(prefix + key, value);
        return true;
      }, false);
      if (kept) memory.delete(key);
      else memory.set(key, value);
    },
    remove(key) {
      memory.delete(key);
      attempt((store) => store.removeItem(prefix + key), undefined);
    },
    keys(start) {
      const stored = attempt((store) => Object.keys(store), []);
      const own = stored.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      return [...new Set([...own, ...memory.keys()])].filter((key) => key.startsWith(start));
    },
  };
}
