import type { HandlersOf } from '../http/endpoint.ts';
import { cancelRehearsal } from './cancel-rehearsal.ts';
import { listRehearsals, readRehearsal } from './present-rehearsal.ts';
import { requestRehearsal } from './request-rehearsal.ts';

export const rehearsalRoutes: HandlersOf<'requestRehearsal' | 'listRehearsals' | 'getRehearsal' | 'cancelRehearsal'> = {
  requestRehearsal: async ({ hub, caller, body }) => readRehearsal(hub, await requestRehearsal(hub, caller.id, body)),

  listRehearsals: async ({ hub }) => ({ rehearsals: await listRehearsals(hub) }),

  getRehearsal: ({ hub, id }) => readRehearsal(hub, id),

  async cancelRehearsal({ hub, caller, id }) {
    await cancelRehearsal(hub, caller.id, id);
    return readRehearsal(hub, id);
  },
};
