import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { projectRoot } from '../project-root.ts';

/** One number for all hubs: whoever holds this lock migrates, the others wait and find it done. */
const LOCK = 7_283_401;

/**
 * Apply `prisma/migrations` in order, each in its own transaction, recorded as Prisma's own CLI records them
 * (`_prisma_migrations`, checksum = SHA-256 of the file), so that the CLI can take over at any time.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(historyTable);
    const { rows } = await client.query<{ migration_name: string }>(
      'select migration_name from _prisma_migrations where finished_at is not null',
    );
    const applied = new Set(rows.map((row) => row.migration_name));
    for (const name of migrationNames()) {
      if (!applied.has(name)) await apply(client, name);
    }
    await runMigrations({ pgPool: pool });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
    client.release();
  }
}

const folder = path.join(projectRoot, 'prisma', 'migrations');

const migrationNames = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

async function apply(client: pg.PoolClient, name: string): Promise<void> {
  const script = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
  const checksum = createHash('sha256').update(script).digest('hex');
  try {
    await client.query('begin');
    await client.query(script);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

const historyTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;
