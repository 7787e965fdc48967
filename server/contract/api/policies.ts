import { z } from 'zod';
import * as c from '../configuration.ts';
import { define } from './endpoint.ts';

export const policiesApi = {
  listPolicies: define({
    method: 'get',
    path: '/api/policies',
    access: 'settings.read',
    summary: 'Versions of the routing policy, newest first; the first of all is in force',
    query: z.object({
      before: z.coerce.number().int().min(0).max(2_147_483_647).optional().describe('only older versions'),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: z.object({ versions: z.array(c.PolicyView), more: z.boolean() }),
  }),
  previewPolicy: define({
    method: 'post',
    path: '/api/policies/preview',
    access: 'settings.read',
    summary: 'What a policy would mean and change, and what is wrong with it; nothing is saved',
    body: z.object({ draft: c.PolicyGiven }),
    response: c.PolicyPreview,
  }),
  savePolicy: define({
    method: 'post',
    path: '/api/policies',
    access: 'settings.write',
    summary: 'Put a new version of the policy in force; refused with `changed_meanwhile` when `basedOn` no longer is',
    body: z.object({ basedOn: z.int().min(0), draft: c.PolicyGiven }),
    response: c.PolicyView,
  }),
  routingFindings: define({
    method: 'get',
    path: '/api/routing/findings',
    access: 'settings.read',
    summary: 'What in the present configuration will keep somebody waiting, and what to do about it',
    response: z.object({ findings: z.array(c.Finding) }),
  }),
};
