import { z } from 'zod';
import * as e from '../entities.ts';
import { Density, historyKinds } from '../history.ts';
import { define, page, several } from './endpoint.ts';

export const customersApi = {
  listCustomers: define({
    method: 'get',
    path: '/api/customers',
    access: 'customers.read',
    summary:
      'Customers; with `search` the best matches by name (also in pinyin, or mistyped), number, address, key or order number, without further pages',
    query: z.object({ ...page, search: z.string().max(200).optional() }),
    response: z.object({ customers: z.array(e.CustomerStrip), next: z.string().nullable() }),
  }),
  getCustomer: define({
    method: 'get',
    path: '/api/customers/:id',
    access: 'customers.read',
    summary: 'One customer',
    response: e.CustomerView,
  }),
  customerTimeline: define({
    method: 'get',
    path: '/api/customers/:id/timeline',
    access: 'customers.read',
    summary: 'Everything that happened with this customer, of a company with all its people, newest first',
    query: z.object({
      ...page,
      way: z.enum(['older', 'newer']).default('older').describe('where the page lies from its cursor'),
      at: z.iso.datetime().optional().describe('instead of a cursor: begin at this time, going back'),
      show: several(historyKinds).optional().describe('only these kinds, several with commas between them'),
      search: z.string().trim().max(200).optional().describe('only what has every one of these words'),
    }),
    response: e.Timeline,
  }),
  customerDensity: define({
    method: 'get',
    path: '/api/customers/:id/density',
    access: 'customers.read',
    summary: 'How much happened with this customer in each of the last months',
    query: z.object({
      months: z.coerce.number().int().min(1).max(60).default(24),
      timeZone: z.string().max(60).default('UTC').describe('IANA name: where a month begins'),
    }),
    response: Density,
  }),
};
