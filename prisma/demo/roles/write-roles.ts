import { randomUUID } from 'node:crypto';
import { shippedRights } from '../../../server/auth/shipped-rights.ts';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import type { Acquaintance, HiredColleague } from '../people.ts';
import { capacity } from '../staff.ts';

const DAY = 86_400_000;

const temps = {
  label: { en: 'Temp', 'zh-CN': '临时坐席' },
  rights: { ...shippedRights.agent, care: { read: 'own', write: 'own' }, exports: { read: 'none', write: 'none' } },
};
const leads = {
  label: { en: 'Team lead', 'zh-CN': '组长' },
  rights: {
    ...shippedRights.agent,
    queues: { read: 'all', write: 'all' },
    planning: { read: 'all', write: 'none' },
    people: { read: 'all', write: 'none' },
  },
};

const asked = [
  { days: 1.2, reason: 'Line dropped, ringing back on the shop’s phone' },
  { days: 4.1, reason: 'Courier asks for a number for the delivery' },
];

interface Setting {
  readonly now: Date;
  readonly temp: HiredColleague;
  readonly customers: readonly Acquaintance[];
}

/** Two roles of the house's own, a temp who sees addresses in part only, and when they asked to see them whole. */
export function writeRoles(tx: Tx, { now, temp, customers }: Setting): void {
  const [tempsId, leadsId] = [randomUUID(), randomUUID()];
  for (const [id, { label, rights }, masked] of [
    [leadsId, leads, false],
    [tempsId, temps, true],
  ] as const)
    tx.write(sql`insert into roles (id, label, base, rights, masked, created_at)
      values (${id}, ${json(label)}, 'agent', ${json(rights)}, ${masked}, ${new Date(now.getTime() - 40 * DAY)})`);
  tx.write(sql`insert into agents (id, email, name, role, role_id, language, password_hash, phone_address, status_since, idle_since, created_at)
    values (${temp.id}, ${temp.email}, ${temp.name}, 'agent', ${tempsId}, ${temp.language}, ${temp.passwordHash}, ${`client:${temp.key}`}, ${now}, ${now}, ${now})`);
  for (const queue of temp.queues)
    tx.write(sql`insert into queue_members (queue_id, agent_id) select id, ${temp.id} from queues where key = ${queue}`);
  for (const [channel, limit] of Object.entries(capacity))
    tx.write(sql`insert into agent_capacities (agent_id, channel, "limit") values (${temp.id}, ${channel}, ${limit})`);
  for (const [skill, level] of Object.entries(temp.skills))
    tx.write(sql`insert into agent_skills (agent_id, skill, level) values (${temp.id}, ${skill}, ${level})`);
  for (const [i, { days, reason }] of asked.entries()) {
    const at = new Date(now.getTime() - days * DAY);
    tx.write(sql`insert into unmaskings (id, agent_id, customer_id, reason, at, until)
      values (${randomUUID()}, ${temp.id}, ${customers[i + 3]?.id ?? ''}, ${reason}, ${at}, ${new Date(at.getTime() + 900_000)})`);
  }
}
