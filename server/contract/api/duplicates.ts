import { z } from 'zod';
import { DuplicatePairView, DuplicateRunView } from '../duplicates.ts';
import { define } from './endpoint.ts';

export const duplicatesApi = {
  listDuplicates: define({
    method: 'get',
    path: '/api/duplicates',
    access: 'identity.read',
    summary: 'Pairs that look like one customer as of the last look through the whole base, the likeliest first',
    query: z.object({ cursor: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(100).default(25) }),
    response: z.object({
      last: DuplicateRunView.nullable().describe('whose pairs these are'),
      now: DuplicateRunView.nullable().describe('a look that is not done yet'),
      pairs: z.array(DuplicatePairView),
      next: z.string().nullable(),
    }),
  }),
  findDuplicates: define({
    method: 'post',
    path: '/api/duplicates',
    access: 'identity.write',
    summary: 'Look through the whole base for pairs that look like one customer; nothing is merged by it',
    response: DuplicateRunView,
  }),
};
