import { v7 as uuid } from 'uuid';
import { setStatus } from '../agents/set-status.ts';
import type { FirstSteps, Me, TokenView } from '../contract/entities.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { type Caller, identifyCaller } from './identify-caller.ts';
import { limitSignIn } from './limit-sign-in.ts';
import { hashOf, newSecret } from './secrets.ts';
import { changePassword, signIn, signOut } from './sign-in.ts';

export const authRoutes: HandlersOf<
  'signIn' | 'me' | 'signOut' | 'changePassword' | 'setLanguage' | 'keepFirstSteps' | 'listTokens' | 'createToken' | 'revokeToken'
> = {
  async signIn({ hub, body, address, setSession }) {
    await limitSignIn(hub, address, body.email);
    const { secret } = await signIn(hub, body.email, body.password);
    setSession(secret);
    const caller = await identifyCaller(hub, { authorization: undefined, cookie: `touchline_session=${secret}` });
    if (!caller) throw new HubError('not_signed_in');
    return presentMe(hub, caller);
  },

  me: async ({ hub, caller }) => presentMe(hub, caller),

  async signOut({ hub, caller, setSession }) {
    if (caller.sessionSecret) await signOut(hub, caller.sessionSecret);
    await setStatus(hub, caller.id, 'offline', null);
    setSession(null);
    return { ok: true };
  },

  async changePassword({ hub, caller, body }) {
    await changePassword(hub, caller.id, body.current, body.next, caller.sessionSecret);
    return { ok: true };
  },

  async setLanguage({ hub, caller, body }) {
    await hub.db.all(sql`update agents set language = ${body.language} where id = ${caller.id}`);
    return presentMe(hub, { ...caller, language: body.language });
  },

  async keepFirstSteps({ hub, caller, body }) {
    await hub.db.transact(async (tx) => {
      tx.write(sql`update agents set first_steps = ${json(body)} where id = ${caller.id}`);
      const data = { done: body.done.length, closed: body.closed };
      record(hub, tx, { name: 'first_steps.kept', actor: agentActor(caller.id), agentId: caller.id, data });
    });
    return { ok: true };
  },

  listTokens: async ({ hub, caller }) => ({ tokens: await readTokens(hub, caller.id) }),

  async createToken({ hub, caller, body }) {
    const id = uuid();
    const secret = newSecret('tl_');
    await hub.db.transact(async (tx) => {
      tx.write(
        sql`insert into api_tokens (id, agent_id, name, secret_hash, created_at) values (${id}, ${caller.id}, ${body.name}, ${hashOf(secret)}, ${hub.clock.now()})`,
      );
      record(hub, tx, { name: 'token.created', actor: agentActor(caller.id), agentId: caller.id, data: { name: body.name } });
    });
    const token = (await readTokens(hub, caller.id)).find((candidate) => candidate.id === id);
    if (!token) throw new HubError('not_found');
    return { token, secret };
  },

  async revokeToken({ hub, caller, id }) {
    await hub.db.transact(async (tx) => {
      const revoked = await tx.maybe<{ name: string }>(
        sql`delete from api_tokens where id = ${id} and agent_id = ${caller.id} returning name`,
      );
      if (!revoked) throw new HubError('not_found');
      record(hub, tx, { name: 'token.revoked', actor: agentActor(caller.id), agentId: caller.id, data: { name: revoked.name } });
    });
    return { ok: true };
  },
};

async function presentMe(hub: Hub, { id, name, email, role, ownRole, rights, masked, language, mustChangePassword }: Caller): Promise<Me> {
  const { firstSteps } = await hub.db.one<{ firstSteps: FirstSteps }>(sql`select first_steps from agents where id = ${id}`);
  return { id, name, email, role, ownRole, rights, masked, language, mustChangePassword, firstSteps, demo: hub.config.demo };
}

async function readTokens(hub: Hub, agentId: string): Promise<TokenView[]> {
  const rows = await hub.db.all<{ id: string; name: string; createdAt: Date; lastUsedAt: Date | null }>(
    sql`select id, name, created_at, last_used_at from api_tokens where agent_id = ${agentId} order by created_at desc`,
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null }));
}
