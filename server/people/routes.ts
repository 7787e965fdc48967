import { requireCustomer } from '../auth/require-visible.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { deactivatePerson, reactivatePerson, resetPassword } from './deactivate-person.ts';
import { readPeople, readPerson } from './read-people.ts';
import { readOwnRole, readOwnRoles, readShippedRoles } from './roles/read-roles.ts';
import { changeRole, createRole, deleteRole } from './roles/save-role.ts';
import { addPerson, changePerson } from './save-person.ts';
import { readUnmaskings, unmaskCustomer } from './unmask-customer.ts';

export const peopleRoutes: HandlersOf<
  | ('listRoles' | 'createRole' | 'changeRole' | 'deleteRole')
  | ('listPeople' | 'addPerson' | 'changePerson' | 'resetPassword' | 'deactivatePerson' | 'reactivatePerson')
  | ('unmaskCustomer' | 'listUnmaskings')
> = {
  listRoles: async ({ hub }) => ({ shipped: await readShippedRoles(hub.db), roles: await readOwnRoles(hub.db) }),

  createRole: async ({ hub, caller, body }) => readOwnRole(hub.db, await createRole(hub, caller, body.draft)),

  async changeRole({ hub, caller, id, body }) {
    await changeRole(hub, caller, id, body.revision, body.draft);
    return readOwnRole(hub.db, id);
  },

  async deleteRole({ hub, caller, id }) {
    await deleteRole(hub, caller, id);
    return { ok: true };
  },

  listPeople: async ({ hub, caller }) => ({ people: await readPeople(hub, caller) }),

  async addPerson({ hub, caller, body }) {
    const { id, password } = await addPerson(hub, caller, body.draft);
    return { person: await readPerson(hub, caller, id), password };
  },

  async changePerson({ hub, caller, id, body }) {
    await changePerson(hub, caller, id, body.revision, body.draft);
    return readPerson(hub, caller, id);
  },

  resetPassword: async ({ hub, caller, id }) => ({ password: await resetPassword(hub, caller, id) }),

  async deactivatePerson({ hub, caller, id }) {
    await deactivatePerson(hub, caller, id);
    return readPerson(hub, caller, id);
  },

  async reactivatePerson({ hub, caller, id }) {
    const password = await reactivatePerson(hub, caller, id);
    return { person: await readPerson(hub, caller, id), password };
  },

  async unmaskCustomer({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    return { until: (await unmaskCustomer(hub, caller, id, body.reason)).toISOString() };
  },

  listUnmaskings: ({ hub, query }) => readUnmaskings(hub.db, query),
};
