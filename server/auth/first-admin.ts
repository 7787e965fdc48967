import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { v7 as uuid } from 'uuid';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** The first person of an empty installation, with a password that must be changed; undefined when there is somebody already. */
export async function firstAdmin(db: Database): Promise<{ email: string; password: string } | undefined> {
  const email = 'admin@touchline.local';
  const password = randomBytes(12).toString('base64url');
  const made = await db.maybe(sql`
    insert into agents (id, email, name, role, password_hash, must_change_password)
    select ${uuid()}, ${email}, 'Admin', 'admin', ${await hash(password)}, true where not exists (select from agents) returning id`);
  if (!made) return undefined;
  await db.all(sql`insert into agent_capacities (agent_id, channel, "limit")
    select a.id, c.channel, c.size from agents a, (values ('voice'::channel, 1), ('web_chat', 3), ('sms', 5), ('email', 5)) c(channel, size) where a.email = ${email}`);
  return { email, password };
}
