import type { Label } from '../contract/entities.ts';
import { type Reach, type Rights, reachOf } from '../contract/permissions.ts';
import type { Language, Role } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { Viewer } from './permissions.ts';
import { hashOf } from './secrets.ts';
import { shippedRights } from './shipped-rights.ts';

/** Who makes this request. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** For a role of one's own, the one it builds on: for what asks for a least role. */
  readonly role: Role;
  readonly ownRole: { readonly id: string; readonly label: Label } | null;
  readonly rights: Rights;
  /** How far the right reaches by which this request is made; until one is asked for, that of reading tickets. */
  readonly reach: Reach;
  /** How far the same is read: what is seen and not changed is refused by name. */
  readonly sight: Reach;
  /** Sees addresses of customers in part only, unless they hold the contact. */
  readonly masked: boolean;
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

type PersonRow = Omit<Caller, 'rights' | 'reach' | 'sight' | 'sessionSecret'> & { ownRights: Rights | null };

const person = sql`a.id, a.name, a.email, a.role::text, a.language, a.must_change_password,
  array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
  case when r.id is not null then jsonb_build_object('id', r.id, 'label', r.label) end as own_role, r.rights as own_rights, coalesce(r.masked, false) as masked`;

/** Agents `a` who still work here, with their role `r`. */
const employed = (to: Sql): Sql => sql`join agents a on a.id = ${to} and a.deactivated_at is null left join roles r on r.id = a.role_id`;

function asCaller({ ownRights, ...row }: PersonRow, sessionSecret: string | null): Caller {
  const rights = ownRights ?? shippedRights[row.role];
  return { ...row, rights, reach: reachOf(rights, 'tickets.read'), sight: reachOf(rights, 'tickets.read'), sessionSecret };
}

async function bySession(hub: Hub, secret: string): Promise<Caller | undefined> {
  const found = await hub.db.maybe<PersonRow>(sql`
    select ${person} from sessions s ${employed(sql`s.agent_id`)} where s.secret_hash = ${hashOf(secret)} and s.expires_at > ${hub.clock.now()}`);
  return found && asCaller(found, secret);
}

async function byToken(hub: Hub, token: string): Promise<Caller | undefined> {
  const found = await hub.db.maybe<PersonRow>(sql`
    with used as (
      update api_tokens set last_used_at = ${hub.clock.now()}
      where secret_hash = ${hashOf(token)} and (last_used_at is null or last_used_at < ${hub.clock.now()}::timestamptz - interval '1 minute'))
    select ${person} from api_tokens t ${employed(sql`t.agent_id`)} where t.secret_hash = ${hashOf(token)}`);
  return found && asCaller(found, null);
}

/** Whom these secrets, given by their hashes, speak for now; those that have ended are absent. */
export async function identifyAll(hub: Hub, hashes: readonly string[]): Promise<ReadonlyMap<string, Caller>> {
  const rows = await hub.db.all<PersonRow & { secretHash: string }>(sql`
    select held.secret_hash, ${person} from (
      select secret_hash, agent_id from sessions where secret_hash = any(${hashes}) and expires_at > ${hub.clock.now()}
      union all select secret_hash, agent_id from api_tokens where secret_hash = any(${hashes})
    ) held ${employed(sql`held.agent_id`)}`);
  return new Map(rows.map(({ secretHash, ...row }) => [secretHash, asCaller(row, null)]));
}

/** Somebody who is not there themselves, as what is made for them must be seen: with their right to read tickets. */
export async function readViewer(db: Reader, agentId: string): Promise<Viewer & Pick<Caller, 'rights' | 'masked' | 'role' | 'ownRole'>> {
  return asCaller(
    await db.one<PersonRow>(sql`select ${person} from agents a left join roles r on r.id = a.role_id where a.id = ${agentId}`),
    null,
  );
}

export function cookieOf(header: string | undefined): string | undefined {
  const pair = header?.split(/;\s*/).find((part) => part.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1);
}
