import { requireConversation } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { readDraft, saveDraft } from './save-draft.ts';

export const draftRoutes: HandlersOf<'getDraft' | 'saveDraft'> = {
  async getDraft({ hub, caller, id }) {
    await requireConversation(hub, caller, id);
    return readDraft(hub.db, caller.id, id);
  },

  async saveDraft({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return saveDraft(hub, caller.id, id, body);
  },
};
