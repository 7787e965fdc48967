import { describe, expect, it } from 'vitest';
import { nextTick, ref } from 'vue';
import { useSteadyList } from '../../../agent-console/ui/steady-list.ts';

function show(...ids: string[]) {
  const source = ref(ids.map((id) => ({ id, said: '' })));
  const held = ref(false);
  const list = useSteadyList(
    () => source.value,
    (item) => item.id,
    held,
  );
  return { source, held, ...list, ids: () => list.rows.value.map(({ key }) => key) };
}

describe('a list under the hand', () => {
  it('follows its source while nobody touches it', async () => {
    const list = show('a', 'b');
    list.source.value = [
      { id: 'b', said: '' },
      { id: 'a', said: '' },
    ];
    await nextTick();
    expect(list.ids()).toEqual(['b', 'a']);
  });

  it('stands still while it is held, counts what is new, and updates what it shows', async () => {
    const list = show('a', 'b');
    list.held.value = true;
    await nextTick();
    list.source.value = [
      { id: 'c', said: '' },
      { id: 'b', said: 'news' },
      { id: 'a', said: '' },
    ];
    await nextTick();
    expect(list.ids()).toEqual(['a', 'b']);
    expect(list.rows.value[1]?.item.said).toBe('news');
    expect(list.fresh.value).toBe(1);
  });

  it('keeps the place of what went away until it is let go', async () => {
    const list = show('a', 'b');
    list.held.value = true;
    await nextTick();
    list.source.value = [{ id: 'b', said: '' }];
    await nextTick();
    expect(list.rows.value.map(({ key, gone }) => [key, gone])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    list.held.value = false;
    await nextTick();
    expect(list.ids()).toEqual(['b']);
  });

  it('settles when it is told to', async () => {
    const list = show('a');
    list.held.value = true;
    await nextTick();
    list.source.value = [{ id: 'b', said: '' }];
    list.settle();
    expect(list.ids()).toEqual(['b']);
  });
});
