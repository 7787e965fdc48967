import type { TaskView } from '../../server/contract/entities.ts';
import { reachOf } from '../../server/contract/permissions.ts';
import { useAgents } from './agents.ts';
import { useMe } from './me.ts';

/** Whether what a task is about may be opened: a board shows all that waits, also to those who read only their own tickets. */
export function useMaySee() {
  const [me, agents] = [useMe(), useAgents()];
  return ({ queueId, agentId }: Pick<TaskView, 'queueId' | 'agentId'>): boolean => {
    const reach = me.me ? reachOf(me.me.rights, 'tickets.read') : 'none';
    if (reach === 'all' || agentId === me.id) return reach !== 'none';
    return reach === 'team' && (agents.mine?.queueIds.includes(queueId) ?? false);
  };
}
