import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { listDuplicates, readDuplicateRun } from './list-duplicates.ts';
import { requestDuplicates } from './request-duplicates.ts';

export const duplicateRoutes: HandlersOf<'listDuplicates' | 'findDuplicates'> = {
  async listDuplicates({ hub, query }) {
    const [last, now] = await Promise.all([
      readDuplicateRun(hub.db, sql`state = 'done'`),
      readDuplicateRun(hub.db, sql`state in ('queued', 'running')`),
    ]);
    const page = last ? await listDuplicates(hub.db, last.id, query.cursor, query.limit) : { pairs: [], next: null };
    return { last, now, ...page };
  },

  async findDuplicates({ hub, caller }) {
    const run = await readDuplicateRun(hub.db, sql`id = ${await requestDuplicates(hub, caller.id)}`);
    if (!run) throw new HubError('not_found');
    return run;
  },
};
