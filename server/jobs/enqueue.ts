import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import type { JobRequest } from './job-map.ts';

const MAX_ATTEMPTS = 20;

/** Add a job with the caller's transaction: it exists if and only if the change does. */
export function enqueue(tx: Tx, request: JobRequest): void {
  tx.write(sql`
    select from graphile_worker.add_job(${request.job}, payload => ${json(request.payload)}::json, queue_name => ${request.line ?? null},
      run_at => ${request.at ?? null}, max_attempts => ${MAX_ATTEMPTS}, job_key => ${request.key ?? null})`);
}
