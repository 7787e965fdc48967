import { z } from 'zod';
import * as e from '../entities.ts';
import { channels } from '../statuses.ts';
import { define, page } from './endpoint.ts';

export const customersApi = {
  listCustomers: define({
    method: 'get',
    path: '/api/customers',
    access: 'agent',
    summary:
      'Customers; with `search` the best matches by name (also in pinyin, or mistyped), number, address, key or order number, without further pages',
    query: z.object({ ...page, search: z.string().max(200).optional() }),
    response: z.object({ customers: z.array(e.CustomerStrip), next: z.string().nullable() }),
  }),
  getCustomer: define({ method: 'get', path: '/api/customers/:id', access: 'agent', summary: 'One customer', response: e.CustomerView }),
  customerTimeline: define({
    method: 'get',
    path: '/api/customers/:id/timeline',
    access: 'agent',
    summary: 'Everything with this customer on all channels, newest first',
    query: z.object({ ...page, channel: z.enum(channels).optional() }),
    response: e.Timeline,
  }),
};
