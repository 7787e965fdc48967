import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Sql, sql } from './sql.ts';

/** Reads and writes with raw SQL; rows come back with camelCase keys, bigint as number, timestamptz as Date. */
export interface Reader {
  all<Row extends object>(statement: Sql): Promise<Row[]>;
  maybe<Row extends object>(statement: Sql): Promise<Row | undefined>;
  one<Row extends object>(statement: Sql): Promise<Row>;
}

/**
 * An open transaction. `write` does not wait: statements travel to the server in one flight and any failure
 * makes the commit fail, so a verb is one read round trip and one write round trip.
 */
export interface Tx extends Reader {
  write(statement: Sql): void;
  /** Run when the work is done, before the commit: what was gathered meanwhile is written here. */
  beforeCommit(finish: () => void): void;
  /** Run once the transaction is durably committed; never when it rolls back. */
  afterCommit(effect: () => void): void;
}

/** One connection of the pool. */
export type Connection = pg.PoolClient;

export interface Database extends Reader {
  readonly pool: pg.Pool;
  transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const INT8 = 20;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

export function openDatabase(url: string, options: { max?: number; name?: string } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    pipeline: true,
    application_name: options.name ?? 'touchline',
  });
  // A connection that the server ends, idle or between two statements, must not end the hub; the next query reports the loss.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return {
    pool,
    ...reader((statement) => pool.query(prepared(statement))),
    transact: (work) => retrying(() => transactOnce(pool, work)),
    close: async () => {
      if (!pool.ended) await pool.end();
    },
  };
}

type Run = (statement: Sql) => Promise<pg.QueryArrayResult>;

function reader(run: Run): Reader {
  const all = async <Row extends object>(statement: Sql) => toRows<Row>(await run(statement));
  return {
    all,
    maybe: async <Row extends object>(statement: Sql) => (await all<Row>(statement))[0],
    one: async <Row extends object>(statement: Sql) => {
      const row = (await all<Row>(statement))[0];
      if (!row) throw new Error(`no row: ${statement.text.slice(0, 120)}`);
      return row;
    },
  };
}

// Prepared like all others: a simple query would leave at once, in a packet of its own.
const begin = sql`begin`;
const commit = sql`commit`;

async function transactOnce<Result>(pool: pg.Pool, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const writes: Promise<unknown>[] = [];
  const finishes: (() => void)[] = [];
  const effects: (() => void)[] = [];
  const run: Run = (statement) => {
    gather(client);
    return client.query(prepared(statement));
  };
  const tx: Tx = {
    ...reader(run),
    write: (statement) => void writes.push(settled(run(statement))),
    beforeCommit: (finish) => void finishes.push(finish),
    afterCommit: (effect) => void effects.push(effect),
  };
  tx.write(begin);
  let broken: Error | undefined;
  try {
    const result = await work(tx);
    for (const finish of finishes) finish();
    tx.write(commit);
    const outcomes = await Promise.all(writes);
    const failure = outcomes.find((outcome) => outcome instanceof Error);
    if (failure) throw failure;
    for (const effect of effects) effect();
    return result;
  } catch (error) {
    const ended = await settled(client.query('rollback'));
    if (ended instanceof Error) broken = ended;
    // A read after a failed write only says "transaction is aborted"; the write knows why.
    throw (await Promise.all(writes)).find((outcome) => outcome instanceof Error) ?? error;
  } finally {
    client.release(broken);
  }
}

/** What is sent before the event loop turns travels in one packet; pg by itself makes one of each statement. */
function gather({ connection: { stream } }: { connection: pg.Connection }): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Failures become values, so that a statement nobody has awaited yet cannot end the process. */
const settled = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const ATTEMPTS = 4;

async function retrying<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const code = sqlState(error);
      if (tries === ATTEMPTS || (code !== SERIALIZATION_FAILURE && code !== DEADLOCK)) throw error;
      // Two that failed together must not meet again in step.
      await pause(Math.random() * 20 * tries);
    }
  }
}

/** The SQLSTATE of a database error (PostgreSQL, Appendix A), or undefined for any other. */
export const sqlState = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.code : undefined);

const UNIQUE_VIOLATION = '23505';

/** The name of the unique constraint or index that a write ran into, or undefined. */
export const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION ? error.constraint : undefined;

const forms = new Map<string, pg.QueryArrayConfig>();

/** Each text is parsed once per connection: its name is its number. */
function prepared({ text, values }: Sql): pg.QueryArrayConfig {
  let form = forms.get(text);
  if (!form) {
    form = { name: `s${forms.size}`, text, rowMode: 'array', types };
    forms.set(text, form);
  }
  // pg copies a query's own properties one by one, slowly: what is always the same stands in the prototype.
  const query: pg.QueryArrayConfig = Object.create(form);
  query.values = [...values];
  return query;
}

const camelKeys = new Map<string, string>();

function camel(column: string): string {
  let key = camelKeys.get(column);
  if (key === undefined) {
    key = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelKeys.set(column, key);
  }
  return key;
}

function toRows<Row extends object>(result: pg.QueryArrayResult): Row[] {
  const keys = result.fields.map((field) => camel(field.name));
  return result.rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < keys.length; i++) row[keys[i] ?? ''] = values[i];
    return row as Row;
  });
}
