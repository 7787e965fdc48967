import { ref, shallowRef } from 'vue';
import { codeOf } from '../hub-client/failure.ts';
import { isAlike } from './table.ts';

interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
  /** Of lists that can begin in the middle: cursor of the page above. */
  readonly newer?: string | null;
}

/** A list that is loaded page by page, in both directions where it begins in the middle; an answer to an older question is dropped. */
export function createPaged<T extends { id: string }>(ask: (cursor: string | undefined, way: 'older' | 'newer') => Promise<Page<T>>) {
  const rows = shallowRef<readonly T[]>([]);
  const next = ref<string | null>(null);
  const newer = ref<string | null>(null);
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const error = ref('');
  let question = 0;

  async function load(cursor: string | undefined, take: (page: Page<T>) => void, way: 'older' | 'newer' = 'older') {
    const mine = ++question;
    try {
      const page = await ask(cursor, way);
      if (mine !== question) return;
      take(page);
      state.value = 'ready';
    } catch (thrown) {
      if (mine !== question) return;
      error.value = codeOf(thrown);
      state.value = 'failed';
    }
  }

  return {
    rows,
    next,
    newer,
    state,
    error,
    /** From the beginning, with skeletons. */
    open() {
      rows.value = [];
      next.value = null;
      newer.value = null;
      state.value = 'loading';
      return load(undefined, (page) => {
        rows.value = page.rows;
        next.value = page.next;
        newer.value = page.newer ?? null;
      });
    },
    async more() {
      if (next.value === null || state.value === 'loading') return;
      state.value = 'loading';
      await load(next.value, (page) => {
        rows.value = joined(rows.value, page.rows);
        next.value = page.next;
      });
    },
    /** What comes before the first row. */
    async above() {
      if (newer.value === null || state.value === 'loading') return;
      const take = (page: Page<T>) => {
        rows.value = joined(page.rows, rows.value);
        newer.value = page.newer ?? null;
      };
      await load(newer.value, take, 'newer');
    },
    /**
     * The newest page again, quietly: what is new comes first, what is known stays and is brought up to date. `atTop`: nobody
     * sees the end, so that what has come in meanwhile need not pile up there.
     */
    refresh(atTop = false) {
      // Who reads in the middle is not there yet.
      if (state.value === 'loading' || newer.value !== null) return Promise.resolve();
      return load(undefined, (page) => {
        const news = page.rows.map((row) => sameRow(rows.value, row));
        const all = joined(news, rows.value);
        const cut = atTop && all.length > 2 * news.length;
        if (cut || rows.value.length <= news.length) next.value = page.next;
        rows.value = cut ? news : all;
      });
    },
  };
}

function joined<T extends { id: string }>(first: readonly T[], then: readonly T[]): T[] {
  const known = new Set(first.map((row) => row.id));
  return [...first, ...then.filter((row) => !known.has(row.id))];
}

/** What is as it was need not be drawn anew. */
function sameRow<T extends { id: string }>(known: readonly T[], row: T): T {
  const before = known.find(({ id }) => id === row.id);
  return before && isAlike(before, row) ? before : row;
}
