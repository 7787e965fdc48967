import { requireCustomer } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { readCustomer } from '../present-customer.ts';
import { keepApart } from './keep-apart.ts';
import { mergeCustomers } from './merge-customers.ts';
import { readIdentity } from './read-identity.ts';
import { undoMerge } from './undo-merge.ts';

export const identityRoutes: HandlersOf<'readIdentity' | 'mergeCustomers' | 'undoMerge' | 'keepApart'> = {
  async readIdentity({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return readIdentity(hub.db, caller, id);
  },

  async mergeCustomers({ hub, caller, id, body }) {
    await mergeCustomers(hub, caller.id, { keptId: id, ...body });
    return readCustomer(hub.db, id);
  },

  async undoMerge({ hub, caller, id, body }) {
    return readCustomer(hub.db, await undoMerge(hub, caller.id, id, body.reason));
  },

  async keepApart({ hub, caller, id, body }) {
    await keepApart(hub, caller.id, id, body.otherId, body.reason);
    return readIdentity(hub.db, caller, id);
  },
};
