import { CustomerView } from '../entities.ts';
import { ApartBody, Identity, MergeBody, UndoBody } from '../identity.ts';
import { define } from './endpoint.ts';

export const identityApi = {
  readIdentity: define({
    method: 'get',
    path: '/api/customers/:id/identity',
    access: 'agent',
    summary: 'How we know who this is: addresses with their evidence, merges, who it may be too and who it is not',
    response: Identity,
  }),
  mergeCustomers: define({
    method: 'post',
    path: '/api/customers/:id/merge',
    access: 'supervisor',
    summary: 'Two customers are one: the one in the path goes on; nothing is moved or deleted',
    body: MergeBody,
    response: CustomerView,
  }),
  undoMerge: define({
    method: 'post',
    path: '/api/merges/:id/undo',
    access: 'supervisor',
    summary: 'They were two after all: gives back exactly what was; answers the customer who is one again',
    body: UndoBody,
    response: CustomerView,
  }),
  keepApart: define({
    method: 'post',
    path: '/api/customers/:id/apart',
    access: 'supervisor',
    summary: 'These are two, however alike: it is not suggested again and they cannot be merged',
    body: ApartBody,
    response: Identity,
  }),
};
