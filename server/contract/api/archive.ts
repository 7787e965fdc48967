import { z } from 'zod';
import { Conflict, FieldChangeView, OrderBody, OrderView, ProfileBody, ProfileFields, ProfileMore } from '../archive.ts';
import { CustomerView } from '../entities.ts';
import { define, page } from './endpoint.ts';

export const archiveApi = {
  putOrder: define({
    method: 'put',
    path: '/api/orders',
    access: 'trade.write',
    summary: 'Record an order, or what has changed of it; the same again changes nothing',
    body: OrderBody,
    response: OrderView,
  }),
  listOrders: define({
    method: 'get',
    path: '/api/customers/:id/orders',
    access: 'trade.read',
    summary: 'Orders of a customer in full, newest first',
    query: z.object(page),
    response: z.object({ orders: z.array(OrderView), next: z.string().nullable() }),
  }),
  putProfile: define({
    method: 'put',
    path: '/api/profiles',
    access: 'imports.write',
    summary: 'Record a customer by the installation’s own key, or what has changed of them; the same again changes nothing',
    body: ProfileBody,
    response: z.object({ customer: CustomerView, created: z.boolean(), conflicts: z.array(Conflict) }),
  }),
  changeCustomer: define({
    method: 'put',
    path: '/api/customers/:id',
    access: 'customers.write',
    summary: 'Change fields of a customer; absent ones stay. Only supervisors change the tier',
    body: ProfileFields.partial().extend(ProfileMore.partial().shape),
    response: CustomerView,
  }),
  fieldChanges: define({
    method: 'get',
    path: '/api/customers/:id/changes',
    access: 'customers.read',
    summary: 'Who changed which field of a customer from what to what, newest first',
    query: z.object(page),
    response: z.object({ changes: z.array(FieldChangeView), next: z.string().nullable() }),
  }),
};
