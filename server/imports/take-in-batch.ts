import { v7 as uuid } from 'uuid';
import type { ImportCounts, RowProblem } from '../contract/imports.ts';
import { sqlState, type Tx } from '../db/database.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { problem } from './files/file-row.ts';
import { type Done, difference, type Subject } from './subject.ts';
import type { Understood } from './understand/understand-row.ts';

export interface RowResult {
  readonly line: number;
  readonly outcome: 'created' | 'changed' | 'same' | 'failed';
  readonly problems: readonly RowProblem[];
  readonly done?: Done;
}

export type Counts = Partial<ImportCounts>;

interface Ready<Body> {
  readonly line: number;
  readonly body: Body;
}

/** Thrown to take back what a transaction did; carries what it would have been. */
class TakenBack extends Error {
  constructor(readonly results: readonly RowResult[]) {
    super('taken back');
  }
}

export interface Batch<Body> {
  readonly subject: Subject<Body>;
  readonly rows: readonly Understood<Body>[];
  readonly agentId: string;
  /** Whether what was done stays. */
  readonly isKept: boolean;
  /** Called last in the transaction that stays. */
  settle(tx: Tx, results: readonly RowResult[]): Promise<void>;
}

/**
 * Take rows in, in one transaction. Those that cannot be taken are left out and named; the others are taken as if they had not
 * been there. Of a dry run everything but the results is taken back.
 */
export async function takeInBatch<Body>(hub: Hub, batch: Batch<Body>): Promise<void> {
  const { rows } = batch;
  const failed = rows.flatMap(({ line, body, problems }) => (body === undefined ? [{ line, outcome: 'failed' as const, problems }] : []));
  const ready = rows.flatMap(({ line, body }) => (body === undefined ? [] : [{ line, body }]));
  return attempt(hub, batch, ready, failed);
}

/** Rows run side by side in one transaction: what they ask of the database travels together. Each that fails shortens the next attempt. */
async function attempt<Body>(hub: Hub, batch: Batch<Body>, ready: readonly Ready<Body>[], failed: readonly RowResult[]): Promise<void> {
  const refused = new Map<number, RowProblem>();
  try {
    return await hub.db.transact(async (tx) => {
      refused.clear();
      const results = [...failed, ...(await putAll(hub, tx, batch, ready, refused))].sort((a, b) => a.line - b.line);
      if (refused.size > 0 || !batch.isKept) throw new TakenBack(results);
      return batch.settle(tx, results);
    });
  } catch (error) {
    if (refused.size > 0)
      return attempt(
        hub,
        batch,
        ready.filter(({ line }) => !refused.has(line)),
        [...failed, ...asFailed(refused)],
      );
    if (error instanceof TakenBack) return hub.db.transact((tx) => batch.settle(tx, error.results));
    const stray = isOfData(error) && ready.length > 0;
    if (!stray) throw error;
    hub.log.warn({ err: error, rows: ready.length }, 'the database refuses a row of an import');
    return oneByOne(hub, batch, ready, failed);
  }
}

const asFailed = (refused: ReadonlyMap<number, RowProblem>): RowResult[] =>
  [...refused].map(([line, problem]) => ({ line, outcome: 'failed', problems: [problem] }));

/** Classes 22 and 23 of SQLSTATE: what was given cannot be kept (PostgreSQL, Appendix A). */
const isOfData = (error: unknown): boolean => /^2[23]/.test(sqlState(error) ?? '');

/** Which row it is that the database refuses is found by trying each alone, and taking it back. */
async function oneByOne<Body>(hub: Hub, batch: Batch<Body>, ready: readonly Ready<Body>[], failed: readonly RowResult[]): Promise<void> {
  const refused = new Map<number, RowProblem>();
  for (const row of ready) {
    await hub.db
      .transact(async (tx) => {
        throw new TakenBack(await putAll(hub, tx, batch, [row], refused));
      })
      .catch((error: unknown) => {
        if (error instanceof TakenBack) return;
        if (!isOfData(error)) throw error;
        refused.set(row.line, problem('refused', null, sqlState(error) ?? null));
      });
  }
  return attempt(
    hub,
    batch,
    ready.filter(({ line }) => !refused.has(line)),
    [...failed, ...asFailed(refused)],
  );
}

async function putAll<Body>(
  hub: Hub,
  tx: Tx,
  { subject, agentId }: Batch<Body>,
  ready: readonly Ready<Body>[],
  refused: Map<number, RowProblem>,
): Promise<RowResult[]> {
  const keys = ready.map(({ body }) => subject.keyOf(body));
  const before = await subject.look(tx, keys);
  const notes: (readonly RowProblem[])[] = [];
  // All have come to an end before the transaction does, however they end: none may write into another one.
  const ends = await Promise.allSettled(
    ready.map(async ({ line, body }, i) => {
      try {
        notes[i] = await subject.put(hub, tx, agentId, body, before.get(subject.keyOf(body)));
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        refused.set(line, problemOf(error));
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  if (refused.size > 0) return [];
  const after = await subject.look(tx, keys);
  return ready.map(({ line, body }, i) => {
    const [was, is] = [before.get(subject.keyOf(body)), after.get(subject.keyOf(body))];
    const changed = was && is ? difference(was.state, is.state) : { before: null, after: is?.state ?? {} };
    const done = changed && { subjectId: is?.id ?? uuid(), ...changed };
    return { line, outcome: !was ? 'created' : changed ? 'changed' : 'same', problems: notes[i] ?? [], ...(done && { done }) };
  });
}

const codes = ['unknown_tier', 'unknown_customer', 'order_of_another'] as const;

/** What the verb says is wrong, as it is said of a row. */
function problemOf({ code, detail = '' }: HubError): RowProblem {
  const known = codes.find((one) => one === code);
  if (known) return problem(known, null, detail);
  return code === 'bad_request' ? problem('value_missing', detail) : problem('refused', null, detail || code);
}
