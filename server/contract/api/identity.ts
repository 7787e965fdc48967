import { z } from 'zod';
import { CustomerView } from '../entities.ts';
import { ApartBody, Identity, MatchRules, MergeBody, SharedBody, UndoBody } from '../identity.ts';
import { define, ok } from './endpoint.ts';

export const identityApi = {
  readIdentity: define({
    method: 'get',
    path: '/api/customers/:id/identity',
    access: 'customers.read',
    summary: 'How we know who this is: addresses with their evidence, merges, who it may be too and who it is not',
    response: Identity,
  }),
  mergeCustomers: define({
    method: 'post',
    path: '/api/customers/:id/merge',
    access: 'identity.write',
    summary: 'Two customers are one: the one in the path goes on; nothing is moved or deleted',
    body: MergeBody,
    response: CustomerView,
  }),
  undoMerge: define({
    method: 'post',
    path: '/api/merges/:id/undo',
    access: 'identity.write',
    summary: 'They were two after all: gives back exactly what was; answers the customer who is one again',
    body: UndoBody,
    response: CustomerView,
  }),
  keepApart: define({
    method: 'post',
    path: '/api/customers/:id/apart',
    access: 'identity.write',
    summary: 'These are two, however alike: it is not suggested again and they cannot be merged',
    body: ApartBody,
    response: Identity,
  }),
  readMatchRules: define({
    method: 'get',
    path: '/api/match-rules',
    access: 'settings.read',
    summary: 'How strongly each sign that two records are one customer counts',
    response: MatchRules,
  }),
  putMatchRules: define({
    method: 'put',
    path: '/api/match-rules',
    access: 'settings.write',
    summary: 'Change how strongly signs count; the hub may link by itself on a signature only',
    body: MatchRules,
    response: MatchRules,
  }),
  shareContactPoint: define({
    method: 'put',
    path: '/api/contact-points/:id/shared',
    access: 'identity.write',
    summary: 'An address is used by several customers, or not any more; nobody is recognised by a shared one',
    body: SharedBody,
    response: ok,
  }),
  endContactPoint: define({
    method: 'delete',
    path: '/api/contact-points/:id',
    access: 'customers.write',
    summary: 'An address is its customer’s no more: nobody is recognised by it; what was said through it stays',
    response: z.object({ linkId: z.uuid() }),
  }),
  restoreContactPoint: define({
    method: 'post',
    path: '/api/contact-point-links/:id/restore',
    access: 'customers.write',
    summary: 'It is theirs after all; refused with `address_of_another` when somebody else has it by now',
    response: ok,
  }),
  verifyContactPoint: define({
    method: 'post',
    path: '/api/contact-points/:id/verify',
    access: 'customers.write',
    summary: 'An address that spoke again after a long silence still is whose it was',
    response: ok,
  }),
};
