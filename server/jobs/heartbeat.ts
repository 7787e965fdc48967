import { makeWorkerUtils } from 'graphile-worker';
import { lookAgainLater } from '../agents/presence.ts';
import { sql } from '../db/sql.ts';
import { singleFlight } from '../events/single-flight.ts';
import type { Hub } from '../hub.ts';
import { sweepCooling } from '../routing/return-task.ts';

/** How many heartbeats fit into the silence after which a node counts as dead. */
const BEATS = 6;

/** What the consoles connected to this node need now and then. */
export interface ConsoleDoor {
  /** Show out those whose session has ended. */
  dismiss(): Promise<void>;
  /** Have them all connect anew. */
  reconnect(): void;
}

/** Show that this node lives, and clear up after nodes and sessions that do not. Also the router's slow safety sweep. */
export async function startHeartbeat(hub: Hub, workerIds: readonly string[], door: ConsoleDoor): Promise<() => Promise<void>> {
  await beat(hub, workerIds);
  const once = singleFlight(
    async () => {
      // While this node was held up the others took it for dead: the presences of its consoles are gone.
      if ((await beat(hub, workerIds)) === 'anew') door.reconnect();
      await Promise.all([buryDeadNodes(hub), sweepCooling(hub), door.dismiss()]);
      hub.wakeRouter();
    },
    (error) => hub.log.error({ err: error }, 'heartbeat failed'),
  );
  const timer = setInterval(once, (hub.config.nodeDeadAfter * 1000) / BEATS);
  return async () => {
    clearInterval(timer);
    await leave(hub);
  };
}

async function beat(hub: Hub, workerIds: readonly string[]): Promise<'anew' | 'again'> {
  const { isNew } = await hub.db.one<{ isNew: boolean }>(sql`
    insert into hub_nodes (id, started_at, beat_at, worker_ids) values (${hub.nodeId}, now(), now(), ${workerIds})
    on conflict (id) do update set beat_at = now(), worker_ids = excluded.worker_ids returning xmax = 0 as is_new`);
  return isNew ? 'anew' : 'again';
}

/** A node's own clock may be wrong; the database's is the same for all. */
async function buryDeadNodes(hub: Hub): Promise<void> {
  const dead = await hub.db.all<{ id: string; workerIds: string[] }>(sql`
    select id, worker_ids from hub_nodes where id <> ${hub.nodeId} and beat_at < now() - ${hub.config.nodeDeadAfter} * interval '1 second'`);
  for (const node of dead) {
    if (node.workerIds.length > 0) await unlock(hub, node.workerIds);
    await removeNode(hub, node.id);
    hub.log.warn({ node: node.id }, 'a node is gone; its work was released');
  }
}

async function unlock(hub: Hub, workerIds: string[]): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: hub.db.pool });
  await utils.forceUnlockWorkers(workerIds);
  await utils.release();
}

/** The presences go with the node; its consoles have the usual grace to come back at another one, or at its successor. */
async function removeNode(hub: Hub, nodeId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const agents = await tx.all<{ agentId: string }>(sql`delete from presences where node_id = ${nodeId} returning agent_id`);
    tx.write(sql`delete from hub_nodes where id = ${nodeId}`);
    for (const { agentId } of agents) lookAgainLater(hub, tx, agentId);
  });
}

const leave = (hub: Hub): Promise<void> => removeNode(hub, hub.nodeId);
