import type { Language, Role } from '../contract/statuses.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { hashOf } from './secrets.ts';

/** Who makes this request. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly mustChangePassword: boolean;
  readonly queueIds: readonly string[];
  /** Secret of the session, when signed in by cookie. */
  readonly sessionSecret: string | null;
}

export const COOKIE = 'touchline_session';

/** The person behind a session cookie or an API token, or undefined. */
export async function identifyCaller(
  hub: Hub,
  headers: { cookie?: string | undefined; authorization?: string | undefined },
): Promise<Caller | undefined> {
  const token = tokenOf(headers.authorization);
  if (token) return byToken(hub, token);
  const secret = cookieOf(headers.cookie);
  return secret ? bySession(hub, secret) : undefined;
}

const tokenOf = (header: string | undefined): string | undefined => /^Bearer (\S+)$/i.exec(header ?? '')?.[1];

const person = sql`a.id, a.name, a.email, a.role::text, a.language, a.must_change_password,
  array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids`;

async function bySession(hub: Hub, secret: string): Promise<Caller | undefined> {
  const found = await hub.db.maybe<Omit<Caller, 'sessionSecret'>>(sql`
    select ${person} from sessions s join agents a on a.id = s.agent_id where s.secret_hash = ${hashOf(secret)} and s.expires_at > ${hub.clock.now()}`);
  return found && { ...found, sessionSecret: secret };
}

async function byToken(hub: Hub, token: string): Promise<Caller | undefined> {
  const found = await hub.db.maybe<Omit<Caller, 'sessionSecret'>>(sql`
    with used as (
      update api_tokens set last_used_at = ${hub.clock.now()}
      where secret_hash = ${hashOf(token)} and (last_used_at is null or last_used_at < ${hub.clock.now()}::timestamptz - interval '1 minute'))
    select ${person} from api_tokens t join agents a on a.id = t.agent_id where t.secret_hash = ${hashOf(token)}`);
  return found && { ...found, sessionSecret: null };
}

/** Whom these secrets, given by their hashes, speak for now; those that have ended are absent. */
export async function identifyAll(hub: Hub, hashes: readonly string[]): Promise<ReadonlyMap<string, Omit<Caller, 'sessionSecret'>>> {
  const rows = await hub.db.all<Omit<Caller, 'sessionSecret'> & { secretHash: string }>(sql`
    select held.secret_hash, ${person} from (
      select secret_hash, agent_id from sessions where secret_hash = any(${hashes}) and expires_at > ${hub.clock.now()}
      union all select secret_hash, agent_id from api_tokens where secret_hash = any(${hashes})
    ) held join agents a on a.id = held.agent_id`);
  return new Map(rows.map(({ secretHash, ...caller }) => [secretHash, caller]));
}

export function cookieOf(header: string | undefined): string | undefined {
  const pair = header?.split(/;\s*/).find((part) => part.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1);
}
