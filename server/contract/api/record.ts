import { z } from 'zod';
import { ConsentBody, ConsentView, MemberBody, RecordView } from '../record.ts';
import { define, ok, page } from './endpoint.ts';

export const recordApi = {
  readRecord: define({
    method: 'get',
    path: '/api/customers/:id/record',
    access: 'customers.read',
    summary: 'What is known of a customer and how far it can be trusted, their preferences and consents, what they belong to',
    response: RecordView,
  }),
  checkField: define({
    method: 'post',
    path: '/api/customers/:id/checks',
    access: 'customers.write',
    summary: 'Somebody has seen that a field of a customer is still right',
    body: z.object({ field: z.string().max(60).describe('a built-in one, or `fields.KEY`') }),
    response: RecordView,
  }),
  listConsents: define({
    method: 'get',
    path: '/api/customers/:id/consents',
    access: 'customers.read',
    summary: 'Every statement on whether we may reach a customer, with its proof, newest first; none is ever changed',
    query: z.object(page),
    response: z.object({ consents: z.array(ConsentView), next: z.string().nullable() }),
  }),
  addConsent: define({
    method: 'post',
    path: '/api/customers/:id/consents',
    access: 'customers.write',
    summary: 'They have agreed to be reached, or want it no more; the newest statement counts at once',
    body: ConsentBody,
    response: RecordView,
  }),
  addMember: define({
    method: 'post',
    path: '/api/customers/:id/members',
    access: 'customers.write',
    summary: 'Somebody belongs to this company or household; a company can be part of another, never of itself',
    body: MemberBody,
    response: RecordView,
  }),
  endMembership: define({
    method: 'post',
    path: '/api/memberships/:id/end',
    access: 'customers.write',
    summary: 'They do not belong there any more; that they did stays known',
    response: ok,
  }),
};
