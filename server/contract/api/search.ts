import { z } from 'zod';
import { SaidView } from '../history.ts';
import { channels } from '../statuses.ts';
import { define, page } from './endpoint.ts';

export const searchApi = {
  searchSaid: define({
    method: 'get',
    path: '/api/search',
    access: 'tickets.read',
    summary:
      'Everything said, notes and subjects included, that has every word asked for, in English or Chinese, the newest first; a page may hold less than `limit` and yet have a next one',
    query: z.object({
      ...page,
      words: z.string().trim().min(1).max(200),
      channel: z.enum(channels).optional(),
      from: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
      customerId: z.uuid().optional(),
    }),
    response: z.object({ said: z.array(SaidView), next: z.string().nullable() }),
  }),
};
