import { z } from 'zod';
import { FieldDraft, FieldView, Freshness } from '../archive-fields.ts';
import { asGiven } from '../configuration.ts';
import { define } from './endpoint.ts';

const fieldsAndFreshness = z.object({ fields: z.array(FieldView), freshness: z.array(Freshness) });

export const archiveFieldsApi = {
  listCustomerFields: define({
    method: 'get',
    path: '/api/customer-fields',
    access: 'customers.read',
    summary: 'Fields of the customer record that this installation adds, as far as you may read them, and how long fields are trusted',
    response: fieldsAndFreshness,
  }),
  putCustomField: define({
    method: 'put',
    path: '/api/customer-fields',
    access: 'settings.write',
    summary: 'Make a field of the customer record, change it, retire it or bring it back; its key and type never change',
    body: z.object({
      revision: z.string().max(64).nullable().describe('null: a new field; else of what was read, refused when it is older'),
      draft: asGiven(FieldDraft),
    }),
    response: FieldView,
  }),
  putFreshness: define({
    method: 'put',
    path: '/api/customer-fields/freshness',
    access: 'settings.write',
    summary: 'How long a field is trusted and who refreshes it then; without `staleDays` it is trusted for ever',
    body: Freshness.extend({ staleDays: Freshness.shape.staleDays.nullable() }),
    response: fieldsAndFreshness,
  }),
};
