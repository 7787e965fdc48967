import { hash } from '@node-rs/argon2';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../server/contract/statuses.ts';
import { sql } from '../../server/db/sql.ts';
import type { Hub } from '../../server/hub.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface PersonTraits {
  name?: string;
  role?: Role;
  skills?: Record<string, number>;
  capacity?: Partial<Record<'voice' | 'sms' | 'email' | 'web_chat', number>>;
  queues?: string[];
}

const password = 'correct horse battery';
const passwordHash = hash(password, { memoryCost: 1024, timeCost: 1 });

/** Where rows are written directly: a hub of this process, or the database of one in another. */
export interface Place {
  readonly hub: Pick<Hub, 'db' | 'clock'>;
}

export async function addPerson({ hub, queueId }: Place & { readonly queueId: string }, traits: PersonTraits = {}): Promise<Person> {
  const id = uuid();
  const name = traits.name ?? 'Mei Lin';
  const email = `${id}@touchline.example`;
  const digest = await passwordHash;
  await hub.db.transact(async (tx) => {
    tx.write(sql`insert into agents (id, email, name, role, password_hash, phone_address, idle_since, status_since)
      values (${id}, ${email}, ${name}, ${traits.role ?? 'agent'}, ${digest}, ${`client:${id}`}, ${hub.clock.now()}, ${hub.clock.now()})`);
    for (const queue of traits.queues ?? [queueId]) tx.write(sql`insert into queue_members (queue_id, agent_id) values (${queue}, ${id})`);
    for (const [skill, level] of Object.entries(traits.skills ?? {}))
      tx.write(sql`insert into agent_skills (agent_id, skill, level) values (${id}, ${skill}, ${level})`);
    const capacity = traits.capacity ?? { voice: 1, sms: 5, email: 5, web_chat: 3 };
    for (const [channel, limit] of Object.entries(capacity))
      tx.write(sql`insert into agent_capacities (agent_id, channel, "limit") values (${id}, ${channel}, ${limit})`);
  });
  return { id, email, password };
}

export interface CustomerTraits {
  name?: string;
  tier?: string;
  language?: string;
  phone?: string;
  email?: string;
  externalId?: string;
}

export async function addCustomer({ hub }: Place, traits: CustomerTraits): Promise<string> {
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`insert into customers (id, name, tier, language, external_id, since)
      values (${id}, ${traits.name ?? 'Ada Byron'}, ${traits.tier ?? 'standard'}, ${traits.language ?? 'en'}, ${traits.externalId ?? null}, ${hub.clock.now()})`);
    for (const [kind, value] of [
      ['phone', traits.phone],
      ['email', traits.email],
    ] as const) {
      if (!value) continue;
      const point = uuid();
      tx.write(sql`insert into contact_points (id, kind, value) values (${point}, ${kind}, ${value})`);
      tx.write(
        sql`insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at) values (${uuid()}, ${id}, ${point}, 'verified', ${hub.clock.now()})`,
      );
    }
  });
  return id;
}
