/** Rows of one kind in a database of this browser. A browser that refuses (private window, disk full) keeps nothing, and nothing else fails. */
export interface Shelf<Row> {
  /** Whether it is kept. */
  put(row: Row): Promise<boolean>;
  get(key: string): Promise<Row | undefined>;
  /** In the order of their keys. */
  all(): Promise<Row[]>;
  remove(key: string): Promise<void>;
  /** Keep only so many, those whose `index` is greatest. */
  cut(index: string, most: number): Promise<void>;
  close(): void;
}

/** `key` is the path of each row's key; `index`, where given, that of a second order. */
export function openShelf<Row>(name: string, key: string, index?: string): Shelf<Row> {
  const opened = openDatabase(name, key, index);
  // Asked for once more by each act: whoever only opens hears nothing of a refusal.
  opened.catch(() => undefined);

  async function act<Result>(mode: IDBTransactionMode, work: (rows: IDBObjectStore) => IDBRequest<Result>): Promise<Result | undefined> {
    try {
      const database = await opened;
      return await settled(work(database.transaction('rows', mode).objectStore('rows')));
    } catch {
      return undefined;
    }
  }

  return {
    put: async (row) => (await act('readwrite', (rows) => rows.put(row))) !== undefined,
    get: (wanted) => act<Row>('readonly', (rows) => rows.get(wanted)),
    all: async () => (await act<Row[]>('readonly', (rows) => rows.getAll())) ?? [],
    remove: async (unwanted) => void (await act('readwrite', (rows) => rows.delete(unwanted))),
    async cut(order, most) {
      const keys = (await act('readonly', (rows) => rows.index(order).getAllKeys())) ?? [];
      for (const oldest of keys.slice(0, Math.max(0, keys.length - most))) await act('readwrite', (rows) => rows.delete(oldest));
    },
    close: () => void opened.then((database) => database.close()).catch(() => undefined),
  };
}

/** Everything kept under this name goes; who still holds it open is asked to let go (`versionchange`). */
export const dropShelf = (name: string): Promise<void> => settled(indexedDB.deleteDatabase(name)).then(ignore, ignore);

const ignore = () => undefined;

function openDatabase(name: string, key: string, index: string | undefined): Promise<IDBDatabase> {
  return new Promise((opened, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      const rows = request.result.createObjectStore('rows', { keyPath: key });
      if (index) rows.createIndex(index, index);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      opened(request.result);
    };
    request.onerror = () => failed(request.error);
  });
}

const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
