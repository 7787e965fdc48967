import { v7 as uuid } from 'uuid';
import { json, sql } from '../../../server/db/sql.ts';
import type { TestHub } from '../../support/hub.ts';
import type { Known } from './matches.ts';

export interface Townsman {
  readonly id: string;
  readonly known: Known;
}

const DAY = 86_400_000;
const pick = <T>(from: readonly T[], i: number): T | null => from[i % (from.length + 1)] ?? null;

/** The installation's own fields of this town. */
export async function addOwnFields(test: TestHub): Promise<void> {
  for (const [key, type] of [
    ['shoe', 'text'],
    ['floor', 'number'],
    ['renewal', 'date'],
    ['vip', 'boolean'],
    ['likes', 'choices'],
  ] as const) {
    const options =
      type === 'choices'
        ? [
            { key: 'tea', label: { en: 'Tea', 'zh-CN': '茶' } },
            { key: 'cats', label: { en: 'Cats', 'zh-CN': '猫' } },
          ]
        : [];
    await test.hub.db.all(
      sql`insert into custom_fields (key, label, type, options) values (${key}, ${json({ en: key, 'zh-CN': key })}, ${type}, ${json(options)})`,
    );
  }
}

/** A company, and customers who differ in everything that can be asked; every third has a second record that joined them. */
export async function fillTown(test: TestHub, count: number): Promise<{ people: Townsman[]; companyId: string }> {
  const companyId = uuid();
  const now = test.clock.now();
  await test.hub.db.all(
    sql`insert into customers (id, kind, name, tier, since) values (${companyId}, 'company', 'Northwind', 'gold', ${now})`,
  );
  const people: Townsman[] = [];
  for (let i = 0; i < count; i++) people.push(await settleIn(test, i, companyId));
  return { people, companyId };
}

type Ago = (days: number) => Date;

/** What is known of the i-th of them, without any record. */
function draw(i: number, ago: Ago) {
  const own = [
    ...(i % 2 ? [['shoe', pick(['Red', 'blue'], i) ?? 'RED'] as const] : []),
    ...(i % 3 ? [['floor', i % 7] as const] : []),
    ...(i % 5
      ? [
          [
            'renewal',
            ago(-(i % 40))
              .toISOString()
              .slice(0, 10),
          ] as const,
        ]
      : []),
    ...(i % 4 ? [['vip', i % 3 === 0] as const] : []),
    ...(i % 6 ? [['likes', i % 2 ? ['tea'] : ['tea', 'cats']] as const] : []),
  ];
  return {
    name: pick(['Ada Byron', '林小雨', 'ADA LOVELACE', "O'Neil_%"], i),
    city: pick(['London', '上海', 'Lyon'], i * 3 + 1),
    tier: pick(['standard', 'gold'], i) ?? 'standard',
    language: pick(['en', 'zh-CN'], i),
    birthday: pick(['1980-02-29', '1990-12-31', '1975-06-15', ago(0).toISOString().slice(0, 10), '2000-01-01'], i),
    since: ago(i * 11),
    openTickets: i % 3,
    fields: Object.fromEntries(own),
  };
}

function drawValue(i: number, ago: Ago) {
  if (i % 4 === 0) return { stage: null, orders: null, revenue: null, profit: null, churn: null, last: null };
  const profit = i % 2 ? i * 100 - 500 : null;
  const last = i % 5 ? ago(i * 7) : null;
  return { stage: i % 2 ? 'active' : 'lapsed', orders: i % 5, revenue: i * 1000, profit, churn: (i % 10) / 10, last };
}

async function settleIn(test: TestHub, i: number, companyId: string): Promise<Townsman> {
  const [id, now] = [uuid(), test.clock.now()];
  const ago: Ago = (days) => new Date(now.getTime() - days * DAY);
  const { fields, ...person } = draw(i, ago);
  const value = drawValue(i, ago);
  await test.hub.db.all(sql`
    insert into customers (id, name, city, tier, language, birthday, fields, since)
    values (${id}, ${person.name}, ${person.city}, ${person.tier}, ${person.language}, ${person.birthday}, ${json(fields)}, ${person.since})`);
  const recordId = i % 3 === 2 ? await joinedRecord(test, id) : id;
  if (value.stage)
    await test.hub.db.all(sql`
      insert into customer_values (customer_id, as_of, currency, orders, last_order_at, revenue, cost_to_serve, profit, churn_risk, stage, explanation)
      values (${id}, ${now}, 'CNY', ${value.orders}, ${value.last}, ${value.revenue}, 0, ${value.profit}, ${value.churn}, ${value.stage}, '{}')`);
  const isMember = i % 4 === 1;
  if (isMember)
    await test.hub.db.all(
      sql`insert into memberships (id, member_id, group_id, since) values (${uuid()}, ${recordId}, ${companyId}, ${now})`,
    );
  if (i % 5 === 1) await say(test, recordId, 'withdrawn', ago(5));
  if (i % 5 < 2) await say(test, id, 'granted', ago(i % 5 === 0 ? 9 : 2 + (i % 7)));
  for (let number = 0; number < person.openTickets; number++)
    await test.hub.db.all(sql`
      insert into tickets (id, customer_id, queue_id, status, subject, created_at, updated_at)
      values (${uuid()}, ${recordId}, ${test.queueId}, 'open', 'x', ${now}, ${now})`);
  return {
    id,
    known: {
      ...person,
      kind: 'person',
      stage: value.stage,
      memberOf: isMember ? [companyId] : [],
      'consent.email.marketing': consentOf(i),
      'value.orders': value.orders,
      'value.revenue': value.revenue,
      'value.profit': value.profit,
      'value.churnRisk': value.churn,
      'value.lastOrderAt': value.last,
      ...Object.fromEntries(Object.entries(fields).map(([key, held]) => [`fields.${key}`, held])),
    },
  };
}

/** Said 5 days ago: withdrawn; said 2 to 8 days ago: granted. The newer word counts, of two at once the refusal. */
function consentOf(i: number): string {
  if (i % 5 === 0) return 'granted';
  if (i % 5 !== 1) return 'none';
  return 2 + (i % 7) < 5 ? 'granted' : 'withdrawn';
}

async function joinedRecord(test: TestHub, headId: string): Promise<string> {
  const id = uuid();
  await test.hub.db.all(
    sql`insert into customers (id, name, tier, merged_into_id, since) values (${id}, 'another writing', 'gold', ${headId}, ${test.clock.now()})`,
  );
  return id;
}

const say = (test: TestHub, customerId: string, state: string, at: Date) =>
  test.hub.db.all(sql`
    insert into consents (id, customer_id, channel, purpose, state, at, proof, recorded_at)
    values (${uuid()}, ${customerId}, 'email', 'marketing', ${state}, ${at}, '{"kind":"form"}', ${at})`);
