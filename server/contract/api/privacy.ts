import { z } from 'zod';
import {
  ErasureBody,
  ErasurePreview,
  ErasureView,
  PrivacyView,
  ReasonBody,
  RetentionBody,
  RetentionRuleView,
  retentionKinds,
} from '../privacy.ts';
import { define, page } from './endpoint.ts';

export const privacyApi = {
  readPrivacy: define({
    method: 'get',
    path: '/api/customers/:id/privacy',
    access: 'privacy.read',
    summary: 'Whether a customer’s data was erased, or must be kept',
    response: PrivacyView,
  }),
  holdCustomer: define({
    method: 'post',
    path: '/api/customers/:id/holds',
    access: 'privacy.write',
    summary: 'This customer’s data must be kept for now: no rule and no wish erases it',
    body: ReasonBody,
    response: PrivacyView,
  }),
  liftHold: define({
    method: 'post',
    path: '/api/holds/:id/lift',
    access: 'privacy.write',
    summary: 'The data need not be kept any more',
    response: PrivacyView,
  }),
  previewErasure: define({
    method: 'get',
    path: '/api/customers/:id/erasure',
    access: 'privacy.write',
    summary: 'What an erasure would take away, what would stay, and what stands against it, in numbers',
    response: ErasurePreview,
  }),
  eraseCustomer: define({
    method: 'post',
    path: '/api/customers/:id/erasure',
    access: 'privacy.write',
    summary: 'Erase everything that says who this customer is and what they said. It cannot be undone',
    body: ErasureBody,
    response: PrivacyView,
  }),
  listErasures: define({
    method: 'get',
    path: '/api/erasures',
    access: 'privacy.write',
    summary: 'Whose data was erased, by whom and why: by id, never by name; newest first',
    query: z.object(page),
    response: z.object({ erasures: z.array(ErasureView), next: z.string().nullable() }),
  }),
  listRetention: define({
    method: 'get',
    path: '/api/retention',
    access: 'privacy.write',
    summary: 'How long things of each kind are kept',
    response: z.object({ rules: z.array(RetentionRuleView) }),
  }),
  previewRetention: define({
    method: 'get',
    path: '/api/retention/preview',
    access: 'privacy.write',
    summary: 'How many things a rule would take away the next night',
    query: z.object({ kind: z.enum(retentionKinds), days: z.coerce.number().int().min(1).max(36_500) }),
    response: z.object({ due: z.int() }),
  }),
  saveRetention: define({
    method: 'put',
    path: '/api/retention',
    access: 'privacy.write',
    summary: 'Keep things of a kind for so many days, or for ever',
    body: RetentionBody,
    response: z.object({ rules: z.array(RetentionRuleView) }),
  }),
};
