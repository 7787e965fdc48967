import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../server/db/database.ts';
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts';
import { migrate } from '../../server/db/migrate.ts';
import { administer, databaseUrl } from './administer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server where test databases are made, and the migrated database they are copies of. */
    testServer: { url: string; template: string };
  }
}

type Server = { url: string; stop(): Promise<void> };

/** One PostgreSQL for the whole run, with the migrations applied once. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer();
  const template = `touchline_template_${process.pid}`;
  await administer(server.url, `create database "${template}"`);
  const database = openDatabase(databaseUrl(server.url, template), { max: 2 });
  await migrate(database.pool);
  await database.close();
  project.provide('testServer', { url: server.url, template });
  return async () => {
    await administer(server.url, `drop database if exists "${template}" with (force)`);
    await server.stop();
  };
}

async function findServer(): Promise<Server> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const folder = mkdtempSync(path.join(tmpdir(), 'touchline-test-'));
  const postgres = await startEmbeddedPostgres(path.join(folder, 'postgres'));
  const url = postgres.url('postgres');
  // Test data need not survive a power cut.
  const relaxed = ['fsync', 'synchronous_commit', 'full_page_writes'].map((setting) => `alter system set ${setting} = off`);
  await administer(url, ...relaxed, 'select pg_reload_conf()');
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}
