import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { administer, databaseUrl } from './administer.ts';

export interface TestDatabase {
  db: Database;
  url: string;
  /** Close the pool and remove the database. */
  drop(): Promise<void>;
}

/** A database of its own with the migrations applied: a copy of the run's template. */
export const createTestDatabase = (): Promise<TestDatabase> => copyOf(inject('testServer').template);

/** A database in which nothing has been made yet. */
export const createEmptyDatabase = (): Promise<TestDatabase> => copyOf('template0');

async function copyOf(template: string): Promise<TestDatabase> {
  const { url: server } = inject('testServer');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying the files of so small a database costs a fraction of writing all of it to the log.
  await administer(server, `create database "${name}" template "${template}" strategy file_copy`);
  const url = databaseUrl(server, name);
  const db = openDatabase(url, { max: 6, name });
  const drop = async () => {
    await db.close();
    await administer(server, `drop database if exists "${name}" with (force)`);
  };
  return { db, url, drop };
}
