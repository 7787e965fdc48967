import { lookAgainLater, reconcilePresences } from '../agents/presence.ts';
import { refreshWords } from '../customers/search/refresh-words.ts';
import { watchValues } from '../customers/value/watch-values.ts';
import { sql } from '../db/sql.ts';
import { singleFlight } from '../events/single-flight.ts';
import type { Hub } from '../hub.ts';
import { sweepHolds } from '../routing/lift-holds.ts';
import { sweepCooling } from '../routing/return-task.ts';
import { sweepClocks } from '../tickets/clocks/sweep-clocks.ts';
import { releaseJobs } from './run-jobs.ts';

/** How many heartbeats fit into the silence after which a node counts as dead. */
const BEATS = 6;

/** The consoles connected to this node. */
export interface ConsoleDoor {
  /** Show out those whose session has ended. */
  dismiss(): Promise<void>;
  /** Whose they are, by their sockets. */
  connected(): ReadonlyMap<string, string>;
}

/** Show that this node lives, and clear up after nodes and sessions that do not. Also the router's slow safety sweep. */
export async function startHeartbeat(hub: Hub, workerIds: readonly string[], door: ConsoleDoor): Promise<() => Promise<void>> {
  await beat(hub, workerIds);
  const once = singleFlight(
    async () => {
      await beat(hub, workerIds);
      await Promise.all([
        buryDeadNodes(hub),
        sweepCooling(hub),
        sweepHolds(hub),
        sweepClocks(hub),
        door.dismiss(),
        reconcilePresences(hub, door.connected),
        refreshWords(hub.db),
        watchValues(hub),
      ]);
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

const beat = (hub: Hub, workerIds: readonly string[]): Promise<unknown> =>
  hub.db.all(sql`
    insert into hub_nodes (id, started_at, beat_at, worker_ids) values (${hub.nodeId}, now(), now(), ${workerIds})
    on conflict (id) do update set beat_at = now(), worker_ids = excluded.worker_ids`);

/** A node's own clock may be wrong; the database's is the same for all. */
async function buryDeadNodes(hub: Hub): Promise<void> {
  const dead = await hub.db.all<{ id: string; workerIds: string[] }>(sql`
    select id, worker_ids from hub_nodes where id <> ${hub.nodeId} and beat_at < now() - ${hub.config.nodeDeadAfter} * interval '1 second'`);
  for (const node of dead) {
    await releaseJobs(hub, node.workerIds);
    await removeNode(hub, node.id);
    hub.log.warn({ node: node.id }, 'a node is gone; its work was released');
  }
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
