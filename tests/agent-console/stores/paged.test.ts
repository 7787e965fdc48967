import { describe, expect, it } from 'vitest';
import { createPaged } from '../../../agent-console/stores/paged.ts';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const ids = (paged: { rows: { value: readonly { id: string }[] } }) => paged.rows.value.map(({ id }) => id);

describe('a list loaded page by page', () => {
  it('goes on from where it was and ends where there is no more', async () => {
    const asked: (string | undefined)[] = [];
    const paged = createPaged(async (cursor) => {
      asked.push(cursor);
      return cursor ? { rows: rows('c'), next: null } : { rows: rows('a', 'b'), next: 'p2' };
    });
    await paged.open();
    await paged.more();
    await paged.more();
    expect([ids(paged), asked, paged.state.value]).toEqual([['a', 'b', 'c'], [undefined, 'p2'], 'ready']);
  });

  it('drops the answer to a question that is no longer asked', async () => {
    const answers: ((page: { rows: { id: string }[]; next: null }) => void)[] = [];
    const paged = createPaged<{ id: string }>(() => new Promise((answer) => answers.push(answer)));
    const [first, second] = [paged.open(), paged.open()];
    answers[1]?.({ rows: rows('new'), next: null });
    answers[0]?.({ rows: rows('old'), next: null });
    await Promise.all([first, second]);
    expect(ids(paged)).toEqual(['new']);
  });

  it('that begins in the middle goes on in both directions, and is refreshed only from its top', async () => {
    const pages: Record<string, { rows: { id: string }[]; next: string | null; newer?: string | null }> = {
      start: { rows: rows('d', 'e'), next: 'older', newer: 'newer' },
      older: { rows: rows('f'), next: null },
      newer: { rows: rows('b', 'c'), next: 'start', newer: null },
    };
    const asked: string[] = [];
    const paged = createPaged(async (cursor, way) => {
      asked.push(`${cursor} ${way}`);
      return pages[cursor ?? 'start'] ?? { rows: [], next: null };
    });
    await paged.open();
    await paged.refresh();
    await paged.above();
    await paged.above();
    await paged.more();
    expect([ids(paged), asked]).toEqual([
      ['b', 'c', 'd', 'e', 'f'],
      ['undefined older', 'newer newer', 'older older'],
    ]);
  });

  it('puts what is new first and shows nothing twice when it is refreshed', async () => {
    let newest = rows('b', 'a');
    const paged = createPaged(async (cursor) => (cursor ? { rows: rows('z'), next: null } : { rows: newest, next: 'p2' }));
    await paged.open();
    await paged.more();
    newest = rows('c', 'b');
    await paged.refresh();
    expect(ids(paged)).toEqual(['c', 'b', 'a', 'z']);
    await paged.more();
    expect(paged.next.value).toBeNull();
  });

  it('does not pile up what comes in while nobody reads its end, and goes on from there', async () => {
    let newest = 3;
    const from = (n: number) => ({ rows: rows(`n${n}`, `n${n - 1}`, `n${n - 2}`), next: String(n - 3) });
    const paged = createPaged(async (cursor) => from(Number(cursor ?? newest)));
    await paged.open();
    while (newest < 200) {
      newest += 1;
      await paged.refresh(true);
    }
    expect(ids(paged).length).toBeLessThanOrEqual(6);
    await paged.more();
    await paged.more();
    expect(ids(paged)).toEqual(ids(paged).map((_, i) => `n${200 - i}`));
  });

  it('keeps all that somebody who reads further down has loaded', async () => {
    let newest = rows('c', 'b');
    const paged = createPaged(async (cursor) => (cursor ? { rows: rows('a'), next: null } : { rows: newest, next: 'p2' }));
    await paged.open();
    await paged.more();
    for (const id of ['d', 'e', 'f', 'g']) {
      newest = rows(id, ids(paged)[0] ?? '');
      await paged.refresh();
    }
    expect(ids(paged)).toEqual(['g', 'f', 'e', 'd', 'c', 'b', 'a']);
  });

  it('hands on what is as it was as the very same row', async () => {
    const paged = createPaged(async () => ({ rows: rows('b', 'a'), next: null }));
    await paged.open();
    const [before] = paged.rows.value;
    await paged.refresh();
    expect(paged.rows.value[0]).toBe(before);
  });

  it('says what went wrong, keeps what was there, and can be tried again', async () => {
    let broken = false;
    const paged = createPaged(async () => {
      if (broken) throw new Error('boom');
      return { rows: rows('a'), next: 'p2' };
    });
    await paged.open();
    broken = true;
    await paged.more();
    expect([ids(paged), paged.state.value, paged.error.value]).toEqual([['a'], 'failed', 'internal']);
    broken = false;
    await paged.more();
    expect(paged.state.value).toBe('ready');
  });
});
