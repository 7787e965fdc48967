import { z } from 'zod';
import * as p from '../people.ts';
import { define, ok, page } from './endpoint.ts';

const revision = z.string().max(64).describe('of what was read; a save on an older one is refused');
const password = z.string().describe('shown only now; must be changed at the first sign-in');

/** Who works here, in which role, and what each role may do. */
export const peopleApi = {
  listRoles: define({
    method: 'get',
    path: '/api/roles',
    access: 'people.read',
    summary: 'What each role may do',
    response: z.object({ shipped: z.array(p.ShippedRoleView), roles: z.array(p.RoleView) }),
  }),
  createRole: define({
    method: 'post',
    path: '/api/roles',
    access: 'people.write',
    summary: 'Make a role of one’s own',
    body: z.object({ draft: p.RoleDraft }),
    response: p.RoleView,
  }),
  changeRole: define({
    method: 'put',
    path: '/api/roles/:id',
    access: 'people.write',
    summary: 'Change a role; everybody who has it feels it at once',
    body: z.object({ revision, draft: p.RoleDraft }),
    response: p.RoleView,
  }),
  deleteRole: define({
    method: 'delete',
    path: '/api/roles/:id',
    access: 'people.write',
    summary: 'Delete a role that nobody has',
    response: ok,
  }),
  listPeople: define({
    method: 'get',
    path: '/api/people',
    access: 'people.read',
    summary: 'Who works here, and who did',
    response: z.object({ people: z.array(p.PersonView) }),
  }),
  addPerson: define({
    method: 'post',
    path: '/api/people',
    access: 'people.write',
    summary: 'Add a person; their first password is in the answer',
    body: z.object({ draft: p.PersonDraft }),
    response: z.object({ person: p.PersonView, password }),
  }),
  changePerson: define({
    method: 'put',
    path: '/api/people/:id',
    access: 'people.write',
    summary: 'Change who somebody is and what they serve',
    body: z.object({ revision, draft: p.PersonDraft }),
    response: p.PersonView,
  }),
  resetPassword: define({
    method: 'post',
    path: '/api/people/:id/password',
    access: 'people.write',
    summary: 'Give somebody a new first password; their sessions and tokens end',
    response: z.object({ password }),
  }),
  deactivatePerson: define({
    method: 'post',
    path: '/api/people/:id/deactivate',
    access: 'people.write',
    summary: 'Somebody leaves: their sessions and tokens end, what they hold goes back',
    response: p.PersonView,
  }),
  reactivatePerson: define({
    method: 'post',
    path: '/api/people/:id/reactivate',
    access: 'people.write',
    summary: 'Somebody comes back, with a new first password',
    response: z.object({ person: p.PersonView, password }),
  }),
  unmaskCustomer: define({
    method: 'post',
    path: '/api/customers/:id/unmasking',
    access: 'customers.read',
    summary: 'See the addresses of a customer for a quarter of an hour; it is logged',
    body: z.object({ reason: z.string().trim().min(3).max(300) }),
    response: z.object({ until: z.iso.datetime() }),
  }),
  listUnmaskings: define({
    method: 'get',
    path: '/api/unmaskings',
    access: 'privacy.read',
    summary: 'Who looked at addresses of customers they did not hold, when and why',
    query: z.object(page),
    response: z.object({ unmaskings: z.array(p.UnmaskingView), next: z.string().nullable() }),
  }),
};
