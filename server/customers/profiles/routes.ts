import { hiddenNames, requireWritable } from '../../archive/custom-fields/field-rights.ts';
import { requireCustomer } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { readCustomer } from '../present-customer.ts';
import { changeCustomer } from './change-customer.ts';
import { putProfile } from './put-profile.ts';
import { readChanges } from './read-changes.ts';

export const profileRoutes: HandlersOf<'putProfile' | 'changeCustomer' | 'fieldChanges'> = {
  async putProfile({ hub, caller, body }) {
    requireWritable(await hub.catalog.current(), caller, body.fields);
    const { recordId, created, conflicts } = await putProfile(hub, caller.id, body);
    return { customer: await readCustomer(hub, caller, recordId), created, conflicts: [...conflicts] };
  },

  async changeCustomer({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    requireWritable(await hub.catalog.current(), caller, body.fields);
    await changeCustomer(hub, caller, id, body);
    return readCustomer(hub, caller, id);
  },

  async fieldChanges({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const found = await readChanges(hub.db, id, {
      before: Number(query.cursor) || undefined,
      limit: query.limit + 1,
      hidden: hiddenNames(await hub.catalog.current(), caller),
    });
    const changes = found.slice(0, query.limit);
    return { changes, next: found.length > changes.length ? String(changes.at(-1)?.id) : null };
  },
};
