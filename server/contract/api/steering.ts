import { z } from 'zod';
import * as e from '../entities.ts';
import { AssignmentView } from '../steering.ts';
import { define } from './endpoint.ts';

export const steeringApi = {
  transferTask: define({
    method: 'post',
    path: '/api/tasks/:id/transfer',
    access: 'tickets.write',
    summary: 'Hand a task I hold to another queue; it keeps its place',
    body: z.object({
      queueId: z.uuid(),
      note: z.string().max(10_000).optional().describe('an internal note for whoever takes it next'),
      skills: z.record(z.string(), z.int().min(1).max(5)).optional().describe('levels asked for there; without it as the inbox says'),
    }),
    response: e.TaskView,
  }),
  readAssignment: define({
    method: 'get',
    path: '/api/tasks/:id/assignment',
    access: 'queues.read',
    summary: 'Whom a waiting task could be given to by hand, and with `agentId` what that costs those who wait longer',
    query: z.object({ agentId: z.uuid().optional() }),
    response: AssignmentView,
  }),
  assignTask: define({
    method: 'post',
    path: '/api/tasks/:id/assign',
    access: 'queues.write',
    summary: 'Offer a waiting task to this agent out of turn; recorded with the reason',
    body: z.object({ agentId: z.uuid(), reason: z.string().trim().min(3).max(500) }),
    response: e.TaskView,
  }),
};
