import type { HandlersOf } from '../http/endpoint.ts';
import { writeDocument } from './document.ts';
import { importDocument, previewDocument, undoImport } from './import-document.ts';
import { listChanges, previewRestore } from './list-changes.ts';
import { previewPart, readPart, savePart } from './save-part.ts';

export const settingsRoutes: HandlersOf<
  | 'readSettings'
  | 'previewSettings'
  | 'saveSettings'
  | 'settingsChanges'
  | 'previewRestore'
  | 'exportSettings'
  | 'previewSettingsImport'
  | 'importSettings'
  | 'undoSettingsImport'
> = {
  readSettings: ({ hub, caller, query }) => readPart(hub, caller, query.part),

  previewSettings: ({ hub, caller, body: { part, draft } }) => previewPart(hub, caller, { part, draft }),

  async saveSettings({ hub, caller, body: { part, revision, draft, restores } }) {
    await savePart(hub, caller, { part, revision, draft, cause: restores ? 'restored' : 'saved' });
    return readPart(hub, caller, part);
  },

  settingsChanges: ({ hub, caller, query }) => listChanges(hub, caller, query),

  previewRestore: ({ hub, caller, id }) => previewRestore(hub, caller, id),

  exportSettings: ({ hub, caller, query }) => writeDocument(hub.db, caller, query.people),

  previewSettingsImport: ({ hub, caller, body: { document } }) => previewDocument(hub, caller, document),

  importSettings: ({ hub, caller, body }) => importDocument(hub, caller, body),

  undoSettingsImport: async ({ hub, caller, id }) => ({ parts: await undoImport(hub, caller, id) }),
};
