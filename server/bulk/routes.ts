import type { HandlersOf } from '../http/endpoint.ts';
import { presentRun, readOwnRun } from './read-run.ts';
import { startBulk } from './start-bulk.ts';
import { cancelBulk, requestBulkUndo } from './undo-bulk.ts';

export const bulkRoutes: HandlersOf<'startBulk' | 'readBulk' | 'cancelBulk' | 'undoBulk'> = {
  async startBulk({ hub, caller, body }) {
    return presentRun(hub.db, await readOwnRun(hub.db, caller.id, await startBulk(hub, caller, body)));
  },

  readBulk: async ({ hub, caller, id }) => presentRun(hub.db, await readOwnRun(hub.db, caller.id, id)),

  async cancelBulk({ hub, caller, id }) {
    await cancelBulk(hub, await readOwnRun(hub.db, caller.id, id));
    return presentRun(hub.db, await readOwnRun(hub.db, caller.id, id));
  },

  async undoBulk({ hub, caller, id }) {
    await requestBulkUndo(hub, await readOwnRun(hub.db, caller.id, id));
    return presentRun(hub.db, await readOwnRun(hub.db, caller.id, id));
  },
};
