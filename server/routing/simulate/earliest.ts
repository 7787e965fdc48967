/** Some of the numbers 0, 1, 2 … in the order of a key each has; equal keys in the order of the numbers. */
export interface Earliest {
  /** The first, or undefined when nobody is there. */
  first(): number | undefined;
  /** Key of the first; Infinity when nobody is there. */
  firstKey(): number;
  /** Removes and returns the first if its key is no greater. */
  takeDue(key: number): number | undefined;
  add(subject: number): void;
  /** Nothing happens when the subject is not there. */
  remove(subject: number): void;
}

/**
 * A binary heap that knows where each subject stands, so that any can be removed. The key of a subject must not change
 * while it is there. Heaps whose subjects differ may share one array of `places`.
 */
export function earliestBy(keys: Float64Array, places = placesFor(keys.length)): Earliest {
  const heap: number[] = [];

  const before = (a: number, b: number) => keyOf(a) < keyOf(b) || (keyOf(a) === keyOf(b) && a < b);
  const keyOf = (subject: number) => keys[subject] ?? 0;

  function put(subject: number, place: number): void {
    heap[place] = subject;
    places[subject] = place;
  }

  function rise(subject: number, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = heap[above] ?? 0;
      if (!before(subject, other)) break;
      put(other, place);
      place = above;
    }
    put(subject, place);
  }

  function sink(subject: number, from: number): void {
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1] ?? 0, heap[below] ?? 0)) below++;
      const other = heap[below] ?? 0;
      if (!before(other, subject)) break;
      put(other, place);
      place = below;
    }
    put(subject, place);
  }

  function remove(subject: number): void {
    const place = places[subject] ?? -1;
    if (place < 0) return;
    places[subject] = -1;
    const last = heap.pop() ?? subject;
    if (last === subject) return;
    const above = heap[(place - 1) >> 1] ?? 0;
    if (place > 0 && before(last, above)) rise(last, place);
    else sink(last, place);
  }

  return {
    first: () => heap[0],
    firstKey: () => (heap.length > 0 ? keyOf(heap[0] ?? 0) : Infinity),
    add: (subject) => rise(subject, heap.length),
    remove,
    takeDue(key) {
      const first = heap[0];
      if (first === undefined || keyOf(first) > key) return undefined;
      remove(first);
      return first;
    },
  };
}

export const placesFor = (count: number): Int32Array => new Int32Array(count).fill(-1);
