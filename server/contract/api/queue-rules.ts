import { z } from 'zod';
import * as c from '../configuration.ts';
import { define } from './endpoint.ts';

export const queueRulesApi = {
  listQueueRules: define({
    method: 'get',
    path: '/api/queue-rules',
    access: 'settings.read',
    summary: 'How each queue offers, waits and relaxes',
    response: z.object({ queues: z.array(c.QueueRulesView) }),
  }),
  changeQueueRules: define({
    method: 'put',
    path: '/api/queues/:id/rules',
    access: 'settings.write',
    summary: 'Change the rules of a queue; refused with `changed_meanwhile` when somebody else did since `revision`',
    body: z.object({ revision: z.string().max(64), rules: c.QueueRulesGiven }),
    response: c.QueueRulesView,
  }),
};
