import { requireConversation } from '../../auth/require-visible.ts';
import type { MacroView } from '../../contract/macros.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import type { Hub } from '../../hub.ts';
import { lockConversation } from '../lock-conversation.ts';
import { fillMacro } from './fill-macro.ts';
import { readMacros, usableBy } from './read-macros.ts';
import { changeMacro, createMacro, knownFields, orderMacros, retireMacro } from './save-macro.ts';
import { takeActions } from './take-actions.ts';
import { undoActions } from './undo-actions.ts';

type Names =
  | 'listMacros'
  | 'fillMacro'
  | 'takeActions'
  | 'undoActions'
  | 'allMacros'
  | 'createMacro'
  | 'changeMacro'
  | 'retireMacro'
  | 'orderMacros';

export const macroRoutes: HandlersOf<Names> = {
  listMacros: async ({ hub, caller }) => ({ macros: await readMacros(hub.db, usableBy(caller.role)) }),

  async fillMacro({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return fillMacro(hub, caller, id, body.macroId);
  },

  async takeActions({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return hub.db.transact(async (tx) => takeActions(hub, tx, await lockConversation(tx, id), caller.id, body.actions));
  },

  async undoActions({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    await undoActions(hub, caller.id, id, body.change);
    return { ok: true };
  },

  allMacros: async ({ hub }) => ({ macros: await readMacros(hub.db, sql`true`), fields: await knownFields(hub) }),

  createMacro: async ({ hub, caller, body }) => readOne(hub, await createMacro(hub, caller.id, body)),

  async changeMacro({ hub, caller, id, body }) {
    await changeMacro(hub, caller.id, id, body);
    return readOne(hub, id);
  },

  async retireMacro({ hub, caller, id, body }) {
    await retireMacro(hub, caller.id, id, body.retired);
    return readOne(hub, id);
  },

  async orderMacros({ hub, caller, body }) {
    await orderMacros(hub, caller.id, body.ids);
    return { macros: await readMacros(hub.db, sql`true`) };
  },
};

async function readOne(hub: Hub, id: string): Promise<MacroView> {
  const [macro] = await readMacros(hub.db, sql`m.id = ${id}`);
  if (!macro) throw new HubError('not_found');
  return macro;
}
