import { z } from 'zod';
import * as e from '../entities.ts';
import { define, ok, page } from './endpoint.ts';

export const operationsApi = {
  listEvents: define({
    method: 'get',
    path: '/api/events',
    access: 'tickets.read',
    summary: 'Events after an id that I may see, oldest first (what the socket would have sent)',
    query: z.object({ after: z.coerce.number().int().min(0) }),
    response: z.object({
      events: z.array(z.record(z.string(), z.unknown())),
      complete: z.boolean().describe('false: too far behind, load afresh'),
    }),
  }),
  listQuarantine: define({
    method: 'get',
    path: '/api/quarantine',
    access: 'intake.read',
    summary: 'Inbound items that could not be taken in, with the reason',
    query: z.object(page),
    response: z.object({ items: z.array(e.QuarantinedItem), next: z.string().nullable() }),
  }),
  retryQuarantined: define({
    method: 'post',
    path: '/api/quarantine/:id/retry',
    access: 'intake.write',
    summary: 'Run a quarantined item again',
    response: ok,
  }),
};
