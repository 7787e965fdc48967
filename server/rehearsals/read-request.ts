import type { RehearsalRequest } from '../contract/rehearsals.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** What is to be rehearsed. */
export const readRequest = (db: Reader, id: string): Promise<{ request: RehearsalRequest; csv: string | null }> =>
  db.one<{ request: RehearsalRequest; csv: string | null }>(sql`select request, arrivals as csv from rehearsals where id = ${id}`);
