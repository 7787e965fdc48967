import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { query } from './query.ts';

/** From now on count what each statement costs PostgreSQL; `write` puts the dearest into a file. */
export async function profileStatements(url: string, folder: string): Promise<{ write(): Promise<void> }> {
  await query(url, 'create extension if not exists pg_stat_statements');
  await query(url, 'select pg_stat_statements_reset()');
  return {
    async write() {
      const rows = await query(
        url,
        `select calls::int, round(total_exec_time::numeric, 1)::float as total_ms, round((1000 * mean_exec_time)::numeric, 1)::float as mean_us, rows::int, shared_blks_hit::float / calls as buffers,
           wal_bytes::bigint::float as wal, regexp_replace(query, '\\s+', ' ', 'g') as statement
         from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) order by total_exec_time desc limit 60`,
      );
      writeFileSync(path.join(folder, 'statements.json'), JSON.stringify(rows, null, 2));
    },
  };
}
