import type { RowProblem } from '../contract/imports.ts';
import type { Reader, Tx } from '../db/database.ts';
import type { Hub } from '../hub.ts';
import type { FileRow } from './files/file-row.ts';
import type { Plan } from './understand/plan.ts';
import type { Understood } from './understand/understand-row.ts';

/** What of a record or an order an import may change, by name. */
export type State = Readonly<Record<string, unknown>>;

export interface Snapshot {
  readonly id: string;
  readonly state: State;
}

/** What an import did to one of them: `before` is null for one it made. */
export interface Done {
  readonly subjectId: string;
  readonly before: State | null;
  readonly after: State;
}

/** What rows of a file are about: customers or orders. */
export interface Subject<Body> {
  understand(plan: Plan, row: FileRow): Understood<Body>;
  keyOf(body: Body): string;
  /** Two rows that share one of these are not taken in side by side. */
  tiesOf(body: Body): readonly string[];
  /** What is known of these keys now. */
  look(db: Reader, keys: readonly string[]): Promise<ReadonlyMap<string, Snapshot>>;
  /** Take one in, by the verb the API uses; answers what is worth knowing of it. */
  put(hub: Hub, tx: Tx, agentId: string, body: Body, before: Snapshot | undefined): Promise<readonly RowProblem[]>;
  /** As it stands now, held until the transaction ends. */
  hold(tx: Tx, id: string): Promise<State | undefined>;
  putBack(hub: Hub, tx: Tx, agentId: string, done: Done & { readonly before: State }): Promise<void>;
  /** Take away what the import made; false when something else has come to it since. */
  remove(hub: Hub, tx: Tx, agentId: string, done: Done): Promise<boolean>;
}

export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** Objects are the same in whatever order their keys stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Of two states what differs; undefined when nothing does. */
export function difference(before: State, after: State): { before: State; after: State } | undefined {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !same(before[name] ?? null, after[name] ?? null),
  );
  const only = (state: State) => Object.fromEntries(names.map((name) => [name, state[name] ?? null]));
  return names.length > 0 ? { before: only(before), after: only(after) } : undefined;
}
