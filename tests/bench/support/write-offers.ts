import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { query } from './query.ts';

interface Made {
  readonly taskId: string;
  readonly agentId: string;
  readonly snapshot: string;
  readonly receipt: string;
}

/**
 * The limit of deciding: the rows that `count` decisions have left in `from`, written again one offer after another into a
 * database where nothing has been offered. Nothing is read, nothing decided, every offer is one round trip. Offers a second.
 */
export async function writeOffers(from: string, url: string): Promise<number> {
  const made = await query<Made>(
    from,
    `select task_id as "taskId", agent_id as "agentId", snapshot::text, receipt::text from decisions order by id`,
  );
  const client = new pg.Client({ connectionString: url, pipeline: true });
  await client.connect();
  const begun = performance.now();
  for (const one of made) await writeOffer(client, one);
  const seconds = (performance.now() - begun) / 1000;
  await client.end();
  return made.length / seconds;
}

async function writeOffer(client: pg.Client, { taskId, agentId, snapshot, receipt }: Made): Promise<void> {
  const [now, reservation] = [new Date(), uuid()];
  const expires = new Date(now.getTime() + 20_000);
  const { stream } = client.connection;
  stream.cork();
  const sent = [
    client.query({ name: 'begin', text: 'begin' }),
    client.query({
      name: 'task',
      text: `update tasks set state = 'reserved', agent_id = $1, cooling_until = null, held_until = null where id = $2`,
      values: [agentId, taskId],
    }),
    client.query({
      name: 'agent',
      text: `update agents set load_version = load_version + 1, room = '{}' where id = $1`,
      values: [agentId],
    }),
    client.query({
      name: 'decision',
      text: `insert into decisions (at, policy_version, task_id, agent_id, snapshot, receipt) values ($1, 1, $2, $3, $4, $5)`,
      values: [now, taskId, agentId, snapshot, receipt],
    }),
    client.query({
      name: 'offer',
      text: `insert into reservations (id, task_id, agent_id, decision_id, offered_at, expires_at) values ($1, $2, $3, currval('decisions_id_seq'), $4, $5)`,
      values: [reservation, taskId, agentId, now, expires],
    }),
    client.query({
      name: 'timer',
      text: `select from graphile_worker.add_job('expire-offer', payload => $1::json, run_at => $2, max_attempts => 20)`,
      values: [JSON.stringify({ reservationId: reservation }), expires],
    }),
    client.query({
      name: 'event',
      text: `insert into events (at, name, actor_kind, task_id, agent_id, data) values ($1, 'reservation.offered', 'hub', $2, $3, jsonb_build_object('reservationId', $4::text, 'decisionId', currval('decisions_id_seq')))`,
      values: [now, taskId, agentId, reservation],
    }),
    client.query({ name: 'commit', text: 'commit' }),
  ];
  stream.uncork();
  await Promise.all(sent);
}
