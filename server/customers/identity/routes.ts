import { requireCustomer } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { readCustomer } from '../present-customer.ts';
import { endContactPoint, restoreContactPoint } from './end-contact-point.ts';
import { keepApart } from './keep-apart.ts';
import { mergeCustomers } from './merge-customers.ts';
import { putMatchRules } from './put-match-rules.ts';
import { readIdentity } from './read-identity.ts';
import { shareContactPoint } from './share-contact-point.ts';
import { undoMerge } from './undo-merge.ts';
import { verifyContactPoint } from './verify-contact-point.ts';
import { writeSkeletons } from './write-skeletons.ts';

export const identityRoutes: HandlersOf<
  | 'readIdentity'
  | 'mergeCustomers'
  | 'undoMerge'
  | 'keepApart'
  | 'readMatchRules'
  | 'putMatchRules'
  | 'shareContactPoint'
  | 'verifyContactPoint'
  | 'endContactPoint'
  | 'restoreContactPoint'
> = {
  async readIdentity({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    await writeSkeletons(hub.db);
    return readIdentity(hub, caller, id);
  },

  async mergeCustomers({ hub, caller, id, body }) {
    await mergeCustomers(hub, caller.id, { keptId: id, ...body });
    return readCustomer(hub, caller, id);
  },

  async undoMerge({ hub, caller, id, body }) {
    return readCustomer(hub, caller, await undoMerge(hub, caller.id, id, body.reason));
  },

  readMatchRules: async ({ hub }) => (await hub.catalog.current()).matchRules,

  async putMatchRules({ hub, caller, body }) {
    await putMatchRules(hub, caller.id, body);
    return (await hub.catalog.current()).matchRules;
  },

  async shareContactPoint({ hub, caller, id, body }) {
    await shareContactPoint(hub, caller.id, id, body);
    return { ok: true };
  },

  async verifyContactPoint({ hub, caller, id }) {
    await verifyContactPoint(hub, caller, id);
    return { ok: true };
  },

  endContactPoint: async ({ hub, caller, id }) => ({ linkId: await endContactPoint(hub, caller, id) }),

  async restoreContactPoint({ hub, caller, id }) {
    await restoreContactPoint(hub, caller, id);
    return { ok: true };
  },

  async keepApart({ hub, caller, id, body }) {
    await keepApart(hub, caller.id, id, body.otherId, body.reason);
    return readIdentity(hub, caller, id);
  },
};
