import { makeWorkerUtils } from 'graphile-worker';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { sweepCooling } from '../routing/return-task.ts';
import { enqueue } from './enqueue.ts';

/** How many heartbeats fit into the silence after which a node counts as dead. */
const BEATS = 6;

/** Show that this node lives, and clear up after nodes that do not. Also the router's slow safety sweep. */
export async function startHeartbeat(hub: Hub, workerIds: readonly string[]): Promise<() => Promise<void>> {
  await beat(hub, workerIds);
  const timer = setInterval(
    () => {
      Promise.all([beat(hub, workerIds), buryDeadNodes(hub), sweepCooling(hub)]).catch((error: unknown) =>
        hub.log.error({ err: error }, 'heartbeat failed'),
      );
      hub.wakeRouter();
    },
    (hub.config.nodeDeadAfter * 1000) / BEATS,
  );
  return async () => {
    clearInterval(timer);
    await leave(hub);
  };
}

const beat = (hub: Hub, workerIds: readonly string[]): Promise<unknown> =>
  hub.db.all(sql`
    insert into hub_nodes (id, started_at, beat_at, worker_ids) values (${hub.nodeId}, now(), now(), ${workerIds})
    on conflict (id) do update set beat_at = now(), worker_ids = excluded.worker_ids`);

/** Its own clock may be wrong; the database's is the same for all. */
async function buryDeadNodes(hub: Hub): Promise<void> {
  const dead = await hub.db.all<{ id: string; workerIds: string[] }>(sql`
    select id, worker_ids from hub_nodes where beat_at < now() - ${hub.config.nodeDeadAfter} * interval '1 second' for update skip locked`);
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

/** The presences go with the node; whether their agents are gone is looked at at once. */
async function removeNode(hub: Hub, nodeId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const agents = await tx.all<{ agentId: string }>(sql`delete from presences where node_id = ${nodeId} returning agent_id`);
    tx.write(sql`delete from hub_nodes where id = ${nodeId}`);
    for (const { agentId } of agents) enqueue(tx, { job: 'check-absence', payload: { agentId } });
  });
}

const leave = (hub: Hub): Promise<void> => removeNode(hub, hub.nodeId);
