import { requireTask } from '../auth/require-visible.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { estimateTask } from '../routing/estimates/estimate-task.ts';
import { readCalibration } from '../routing/estimates/score-estimates.ts';
import { changeOverflow, readOverflow } from './change-overflow.ts';

export const overflowRoutes: HandlersOf<'readOverflow' | 'changeOverflow' | 'taskEstimate' | 'estimateCalibration'> = {
  readOverflow: ({ hub, id }) => readOverflow(hub.db, id),

  changeOverflow: ({ hub, caller, id, body }) => changeOverflow(hub, caller.id, id, body),

  async taskEstimate({ hub, caller, id }) {
    await requireTask(hub, caller, id);
    await hub.catalog.current();
    const found = await estimateTask(hub, id);
    if (!found) throw new HubError('task_not_waiting');
    return { taskId: id, at: hub.clock.now().toISOString(), ...found };
  },

  estimateCalibration: async ({ hub, query }) => ({ channels: await readCalibration(hub, query.days) }),
};
