import type { HandlersOf } from '../http/endpoint.ts';
import { cancelImport } from './cancel-import.ts';
import { listImports, readImport, readProblemRows, readRun } from './present-import.ts';
import { previewImport } from './preview-import.ts';
import { startImport } from './start-import.ts';
import { requestUndo } from './undo-import.ts';

export const importRoutes: HandlersOf<
  'listImports' | 'getImport' | 'previewImport' | 'startImport' | 'cancelImport' | 'undoImport' | 'importRows'
> = {
  listImports: async ({ hub }) => ({ imports: await listImports(hub.db) }),

  getImport: ({ hub, id }) => readImport(hub.db, id),

  previewImport: ({ hub, id, body }) => previewImport(hub, id, body.settings),

  async startImport({ hub, caller, id, body }) {
    await startImport(hub, caller.id, id, body);
    return readImport(hub.db, id);
  },

  async cancelImport({ hub, caller, id }) {
    await cancelImport(hub, caller.id, id);
    return readImport(hub.db, id);
  },

  async undoImport({ hub, caller, id }) {
    await requestUndo(hub, caller.id, id);
    return readImport(hub.db, id);
  },

  async importRows({ hub, id, query }) {
    await readRun(hub.db, id);
    const found = await readProblemRows(hub.db, id, Number(query.cursor) || -1, query.limit + 1);
    const rows = found.slice(0, query.limit);
    return { rows, next: found.length > rows.length ? String(rows.at(-1)?.line) : null };
  },
};
