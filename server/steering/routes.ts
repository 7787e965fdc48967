import { requireTask } from '../auth/require-visible.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { readTask } from '../routing/present-task.ts';
import { assignTask } from './assign-task.ts';
import { readAssignment } from './read-assignment.ts';
import { transferTask } from './transfer-task.ts';

export const steeringRoutes: HandlersOf<'transferTask' | 'readAssignment' | 'assignTask'> = {
  async transferTask({ hub, caller, id, body }) {
    await requireTask(hub, caller, id);
    await transferTask(hub, caller.id, id, body);
    return readTask(hub, id);
  },

  async readAssignment({ hub, caller, id, query }) {
    await requireTask(hub, caller, id);
    return readAssignment(hub, id, query.agentId);
  },

  async assignTask({ hub, caller, id, body }) {
    await requireTask(hub, caller, id);
    await assignTask(hub, caller, id, body.agentId, body.reason);
    return readTask(hub, id);
  },
};
