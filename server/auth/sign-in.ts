import { hash, verify } from '@node-rs/argon2';
import { secondsAfter } from '../clock.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { hashOf, newSecret } from './secrets.ts';

/** Verified when nobody has this address, so that the answer takes as long as for a wrong password. */
const nobody = hash('nobody has this password');

/** Check mail address and password; returns the secret of a new session. Throws `wrong_credentials`. */
export async function signIn(hub: Hub, email: string, password: string): Promise<{ secret: string; agentId: string }> {
  const agent = await hub.db.maybe<{ id: string; passwordHash: string }>(
    sql`select id, password_hash from agents where email = ${email.trim().toLowerCase()} and deactivated_at is null`,
  );
  // Who came with a file and was handed no password has an empty one, and signs in with none.
  const right = await verify(agent?.passwordHash || (await nobody), password);
  if (!agent?.passwordHash || !right) throw new HubError('wrong_credentials');
  return { secret: await openSession(hub, agent.id), agentId: agent.id };
}

async function openSession(hub: Hub, agentId: string): Promise<string> {
  const secret = newSecret();
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    tx.write(sql`delete from sessions where expires_at < ${now}`);
    tx.write(sql`insert into sessions (secret_hash, agent_id, created_at, expires_at)
      values (${hashOf(secret)}, ${agentId}, ${now}, ${secondsAfter(now, hub.config.sessionHours * 3600)})`);
    record(hub, tx, { name: 'agent.signed_in', actor: agentActor(agentId), agentId, data: {} });
  });
  return secret;
}

export async function signOut(hub: Hub, secret: string): Promise<void> {
  await hub.db.all(sql`delete from sessions where secret_hash = ${hashOf(secret)}`);
}

/** Choose a new password; every other session of this person ends. Throws `wrong_credentials` or `weak_password`. */
export async function changePassword(hub: Hub, agentId: string, current: string, next: string, keepSecret: string | null): Promise<void> {
  const agent = await hub.db.one<{ passwordHash: string }>(sql`select password_hash from agents where id = ${agentId}`);
  if (!(await verify(agent.passwordHash, current))) throw new HubError('wrong_credentials');
  if (next === current) throw new HubError('weak_password', 'the same as before');
  const passwordHash = await hash(next);
  await hub.db.transact(async (tx) => {
    tx.write(sql`update agents set password_hash = ${passwordHash}, must_change_password = false where id = ${agentId}`);
    tx.write(sql`delete from sessions where agent_id = ${agentId} and secret_hash <> ${keepSecret ? hashOf(keepSecret) : ''}`);
  });
}
