import type { HandlersOf } from '../../http/endpoint.ts';
import { changeQueueRules } from './change-queue-rules.ts';
import { readQueueRules, readRulesOf } from './read-queue-rules.ts';

export const queueRulesRoutes: HandlersOf<'listQueueRules' | 'changeQueueRules'> = {
  listQueueRules: async ({ hub }) => ({ queues: await readQueueRules(hub) }),

  async changeQueueRules({ hub, caller, id, body }) {
    await changeQueueRules(hub, caller.id, id, body);
    return readRulesOf(hub, id);
  },
};
