import { secondsAfter } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { changeStatus } from './set-status.ts';

/** How long a console may be gone before its agent counts as gone (seconds): a reload or a tunnel is not an absence. */
const GRACE = 20;
/** How long a REST client counts as present after each sign of life (seconds). */
const LEASE = 60;

/** A console of this agent has connected to this node. */
export async function arrive(hub: Hub, agentId: string, socketId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const others = await countPresences(hub, tx, agentId);
    tx.write(
      sql`insert into presences (id, agent_id, node_id, since) values (${socketId}, ${agentId}, ${hub.nodeId}, ${hub.clock.now()}) on conflict (id) do nothing`,
    );
    if (others === 0) record(hub, tx, { name: 'agent.presence_changed', actor: agentActor(agentId), agentId, data: { present: true } });
  });
}

/** A console has disconnected; whether its agent is gone is looked at after a grace time. */
export async function depart(hub: Hub, agentId: string, socketId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    tx.write(sql`delete from presences where id = ${socketId}`);
    lookAgainLater(hub, tx, agentId);
  });
}

/**
 * Make up for comings and goings that could not be recorded (the database was away), and for presences that other nodes
 * took back while this one was held up. Doing what is under way already a second time changes nothing.
 */
export async function reconcilePresences(hub: Hub, connected: () => ReadonlyMap<string, string>): Promise<void> {
  const recorded = await hub.db.all<{ id: string; agentId: string }>(sql`select id, agent_id from presences where node_id = ${hub.nodeId}`);
  const known = new Set(recorded.map(({ id }) => id));
  const now = connected();
  for (const { id, agentId } of recorded) if (!now.has(id)) await depart(hub, agentId, id);
  for (const [id, agentId] of now) if (!known.has(id)) await arrive(hub, agentId, id);
}

/** Whether an agent whose consoles have gone comes back is looked at once, after the last of them. */
export const lookAgainLater = (hub: Hub, tx: Tx, agentId: string): void =>
  enqueue(tx, { job: 'check-absence', payload: { agentId }, at: secondsAfter(hub.clock.now(), GRACE), key: `absence ${agentId}` });

/** A client without a socket is there for the next minute. */
export async function lease(hub: Hub, agentId: string): Promise<Date> {
  const until = secondsAfter(hub.clock.now(), LEASE);
  await hub.db.transact(async (tx) => {
    const others = await countPresences(hub, tx, agentId);
    tx.write(sql`
      insert into presences (id, agent_id, since, expires_at) values (${`lease ${agentId}`}, ${agentId}, ${hub.clock.now()}, ${until})
      on conflict (id) do update set expires_at = excluded.expires_at`);
    enqueue(tx, { job: 'check-absence', payload: { agentId }, at: secondsAfter(until, 1), key: `lease ${agentId}` });
    if (others === 0) record(hub, tx, { name: 'agent.presence_changed', actor: agentActor(agentId), agentId, data: { present: true } });
  });
  return until;
}

/** An agent whose consoles are all gone takes no work and goes offline; what they held is looked after by the reactions to that. */
export async function checkAbsence(hub: Hub, { agentId }: { agentId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    tx.write(sql`delete from presences where agent_id = ${agentId} and expires_at <= ${hub.clock.now()}`);
    if ((await countPresences(hub, tx, agentId)) > 0) return;
    record(hub, tx, { name: 'agent.presence_changed', actor: theHub, agentId, data: { present: false } });
    const { status } = await tx.one<{ status: string }>(sql`select status::text from agents where id = ${agentId} for update`);
    // Who said goodbye before closing the console has lost nothing.
    if (status !== 'offline') await changeStatus(hub, tx, agentId, 'offline', 'connection_lost', theHub);
  });
}

async function countPresences(hub: Hub, tx: Tx, agentId: string): Promise<number> {
  const { count } = await tx.one<{ count: number }>(
    sql`select count(*) from presences where agent_id = ${agentId} and (expires_at is null or expires_at > ${hub.clock.now()})`,
  );
  return count;
}
