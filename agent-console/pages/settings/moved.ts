/** The same list with one thing a place further up or down. */
export function moved<Item>(items: readonly Item[], index: number, by: 1 | -1): Item[] {
  const result = [...items];
  const [item] = result.splice(index, 1);
  if (item !== undefined) result.splice(index + by, 0, item);
  return result;
}

/** A key of its own out of a name: letters, digits and underscores; a number where that leaves nothing or is taken. */
export function keyFrom(name: string, taken: readonly string[], stem: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 36);
  const base = plain || stem;
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}_${n}`;
    if (!taken.includes(key)) return key;
  }
}
