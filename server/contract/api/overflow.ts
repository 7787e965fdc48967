import { z } from 'zod';
import { asGiven } from '../configuration.ts';
import * as o from '../overflow.ts';
import { define } from './endpoint.ts';

export const overflowApi = {
  readOverflow: define({
    method: 'get',
    path: '/api/queues/:id/overflow',
    access: 'settings.read',
    summary: 'What happens in a queue instead of waiting',
    response: o.OverflowView,
  }),
  changeOverflow: define({
    method: 'put',
    path: '/api/queues/:id/overflow',
    access: 'settings.write',
    summary: 'Change what happens instead of waiting; refused with `changed_meanwhile` when somebody else did since `revision`',
    body: z.object({ revision: z.string().max(64), overflow: asGiven(o.Overflow) }),
    response: o.OverflowView,
  }),
  taskEstimate: define({
    method: 'get',
    path: '/api/tasks/:id/estimate',
    access: 'tickets.read',
    summary: 'Where a waiting task stands and how long it will still wait',
    response: o.EstimateView,
  }),
  estimateCalibration: define({
    method: 'get',
    path: '/api/routing/estimates/calibration',
    access: 'planning.read',
    summary: 'How well the waits told to customers came true, by channel',
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    response: z.object({ channels: z.array(o.CalibrationView) }),
  }),
};
