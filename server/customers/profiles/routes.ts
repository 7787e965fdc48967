import { requireCustomer } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { readCustomer } from '../present-customer.ts';
import { changeCustomer } from './change-customer.ts';
import { putProfile } from './put-profile.ts';
import { readChanges } from './read-changes.ts';

export const profileRoutes: HandlersOf<'putProfile' | 'changeCustomer' | 'fieldChanges'> = {
  async putProfile({ hub, caller, body }) {
    const { recordId, created, conflicts } = await putProfile(hub, caller.id, body);
    return { customer: await readCustomer(hub.db, recordId), created, conflicts: [...conflicts] };
  },

  async changeCustomer({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    await changeCustomer(hub, caller, id, body);
    return readCustomer(hub.db, id);
  },

  async fieldChanges({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const found = await readChanges(hub.db, id, Number(query.cursor) || undefined, query.limit + 1);
    const changes = found.slice(0, query.limit);
    return { changes, next: found.length > changes.length ? String(changes.at(-1)?.id) : null };
  },
};
