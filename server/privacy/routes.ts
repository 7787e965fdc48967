import { requireCustomer } from '../auth/require-visible.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { countOverdue } from './apply-retention.ts';
import { eraseCustomer } from './erase-customer.ts';
import { holdCustomer, liftHold } from './hold-customer.ts';
import { readErasures, readPrivacy } from './present-privacy.ts';
import { previewErasure } from './preview-erasure.ts';
import { readRetention, saveRetention } from './save-retention.ts';

type Names =
  | 'readPrivacy'
  | 'holdCustomer'
  | 'liftHold'
  | 'previewErasure'
  | 'eraseCustomer'
  | 'listErasures'
  | 'listRetention'
  | 'previewRetention'
  | 'saveRetention';

export const privacyRoutes: HandlersOf<Names> = {
  async readPrivacy({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return readPrivacy(hub.db, id);
  },

  async holdCustomer({ hub, caller, id, body }) {
    await holdCustomer(hub, caller.id, id, body.reason);
    return readPrivacy(hub.db, id);
  },

  liftHold: async ({ hub, caller, id }) => readPrivacy(hub.db, await liftHold(hub, caller.id, id)),

  async previewErasure({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return previewErasure(hub.db, id);
  },

  async eraseCustomer({ hub, caller, id, body }) {
    await eraseCustomer(hub, caller.id, id, body);
    return readPrivacy(hub.db, id);
  },

  async listErasures({ hub, query }) {
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const found = await readErasures(hub.db, after ? sql`(e.at, e.id) < (${after.at}, ${after.id})` : sql`true`, query.limit + 1);
    const erasures = found.slice(0, query.limit);
    const last = erasures.at(-1);
    return { erasures, next: found.length > erasures.length && last ? writeCursor(last.at, last.id) : null };
  },

  listRetention: async ({ hub }) => ({ rules: await readRetention(hub) }),

  previewRetention: async ({ hub, query }) => ({ due: await countOverdue(hub, query.kind, query.days) }),

  async saveRetention({ hub, caller, body }) {
    await saveRetention(hub, caller.id, body.kind, body.days);
    return { rules: await readRetention(hub) };
  },
};
