import { problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';

/** Of a list in which each has a name of its own, those that have another's. */
export const repeated = <Item>(items: readonly Item[], field: string, of: (item: Item) => string): Problem[] =>
  items.flatMap((item, i) =>
    items.findIndex((other) => of(other) === of(item)) < i ? [problem([i, field], both('is there twice', '重复'))] : [],
  );
