import { z } from 'zod';
import * as e from '../entities.ts';
import { channels, ticketStatuses } from '../statuses.ts';
import { define } from './endpoint.ts';

export const routingApi = {
  queue: define({
    method: 'get',
    path: '/api/queue',
    access: 'tickets.read',
    summary: 'What waits in the queues I may see, most urgent first',
    query: z.object({
      queueId: z.uuid().optional(),
      tier: z.string().max(40).optional(),
      channel: z.enum(channels).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ groups: z.array(e.WaitingGroup), tasks: z.array(e.TaskView) }).meta({ id: 'WaitingTasks' }),
  }),
  board: define({
    method: 'get',
    path: '/api/board',
    access: 'queues.read',
    summary: 'All queues and agents, for the supervisor',
    response: z
      .object({
        lastEventId: z.int(),
        groups: z.array(e.WaitingGroup),
        tasks: z.array(e.TaskView),
        agents: z.array(e.AgentView),
        today: z.object({ arrived: z.int(), answered: z.int(), withinPromise: z.int(), abandoned: z.int(), quarantined: z.int() }),
      })
      .meta({ id: 'Board' }),
  }),
  getTask: define({ method: 'get', path: '/api/tasks/:id', access: 'tickets.read', summary: 'One task', response: e.TaskView }),
  endTask: define({
    method: 'post',
    path: '/api/tasks/:id/end',
    access: 'tickets.write',
    summary: 'End the contact (hangs up a call) and begin wrap-up',
    response: e.TaskView,
  }),
  completeTask: define({
    method: 'post',
    path: '/api/tasks/:id/complete',
    access: 'tickets.write',
    summary: 'Finish wrap-up with a disposition and the status the ticket is left in',
    body: z.object({
      disposition: z.string().max(60).nullable().describe('null: none, where the queue asks for none'),
      ticketStatus: z.enum(ticketStatuses).exclude(['new']).default('solved'),
    }),
    response: e.TaskView,
  }),
  taskReceipts: define({
    method: 'get',
    path: '/api/tasks/:id/receipts',
    access: 'tickets.read',
    summary: 'Why this task was offered as it was, newest first',
    response: z.object({ receipts: z.array(e.ReceiptView) }),
  }),
};
