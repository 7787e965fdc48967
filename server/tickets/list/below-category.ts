import type { Taxonomy } from '../../contract/ticket-taxonomy.ts';

/** These categories and all below them in the tree. */
export function belowCategory({ categories }: Pick<Taxonomy, 'categories'>, ids: readonly string[]): string[] {
  const found = new Set(ids);
  // Parents stand in any order: go on until a round finds nothing new.
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { id, parentId } of categories) if (parentId !== null && found.has(parentId)) found.add(id);
  }
  return [...found];
}
