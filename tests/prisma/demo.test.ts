import { verify } from '@node-rs/argon2';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shanghaiOffice } from '../../prisma/demo/calendar.ts';
import { type DemoPeople, demoDirectory, seedDemo } from '../../prisma/demo/seed.ts';
import { checkCalendar } from '../../server/calendars/check-calendar.ts';
import { isOpen } from '../../server/calendars/open-hours.ts';
import { catalogReader } from '../../server/catalog/read-catalog.ts';
import { sql } from '../../server/db/sql.ts';
import { findTroubles } from '../../server/routing/findings/find-troubles.ts';
import { ruleColumns } from '../../server/routing/queue-rules/change-queue-rules.ts';
import { checkQueueRules } from '../../server/routing/queue-rules/check-queue-rules.ts';
import { knownSkills } from '../../server/routing/queue-rules/read-queue-rules.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const now = new Date('2026-03-11T14:00:00Z');
let test: TestDatabase;
let seeded: DemoPeople;
let milliseconds: number;

beforeAll(async () => {
  test = await createTestDatabase();
  const begun = performance.now();
  seeded = await seedDemo(test.db, { now });
  milliseconds = performance.now() - begun;
});
afterAll(() => test.drop());

/** How many rows there are of something that must not be. */
const count = async (statement: ReturnType<typeof sql>): Promise<number> =>
  (await test.db.one<{ n: number }>(sql`select count(*)::int as n from (${statement}) found`)).n;
const texts = async (statement: ReturnType<typeof sql>): Promise<string[]> =>
  (await test.db.all<{ text: string }>(statement)).map((row) => row.text);

describe('the demo', () => {
  it('is there within seconds', () => {
    // Two seconds on a machine that does nothing else.
    expect(milliseconds).toBeLessThan(15_000);
  });

  it('has a configured contact center', async () => {
    expect(await texts(sql`select key as text from tiers order by rank desc`)).toEqual(['platinum', 'gold', 'silver', 'standard']);
    expect(await texts(sql`select key as text from queues order by key`)).toEqual(['billing', 'sales', 'support']);
    expect(await texts(sql`select channel::text as text from inboxes order by 1`)).toEqual(['email', 'email', 'sms', 'voice', 'web_chat']);
    expect(await texts(sql`select address as text from inboxes where channel = 'web_chat'`)).toEqual(['demo-widget']);
    expect(await test.db.one(sql`select version, preset, promises -> 'gold' ->> 'voice' as gold from policies`)).toEqual({
      version: 1,
      preset: 'promise',
      gold: '20',
    });
    for (const table of [sql`tiers`, sql`queues`, sql`inboxes`, sql`dispositions`]) {
      expect(await count(sql`select 1 from ${table} where label ->> 'en' is null or label ->> 'zh-CN' !~ '[一-鿿]'`)).toBe(0);
    }
  });

  it('counts the wait of mails about money in the hours of an office, and has nothing that would keep anybody waiting', async () => {
    const catalog = await catalogReader(test.db).current();
    const [office] = catalog.calendars;
    expect(checkCalendar(shanghaiOffice).problems).toEqual([]);
    expect(office).toMatchObject(shanghaiOffice);
    expect(catalog.queues.map(({ key, calendarId, workingTime }) => [key, calendarId !== null, workingTime])).toEqual([
      ['support', false, []],
      ['sales', false, []],
      ['billing', true, ['email']],
    ]);
    const [saturday, sunday] = [new Date('2026-10-10T03:00:00Z'), new Date('2026-10-11T03:00:00Z')];
    expect(office && [isOpen(office, saturday), isOpen(office, sunday), isOpen(office, new Date('2026-10-06T03:00:00Z'))]).toEqual([
      true,
      false,
      false,
    ]);
    for (const rules of await test.db.all(sql`select ${ruleColumns} from queues`))
      expect(checkQueueRules(catalog, await knownSkills(test.db), rules).problems).toEqual([]);
    expect(await findTroubles({ db: test.db, clock: { now: () => now } }, catalog)).toEqual([]);
  });

  it('has people who serve in both languages, whoever waits in whichever queue', async () => {
    expect(await test.db.all(sql`select role::text, count(*)::int as n from agents group by role order by agents.role`)).toEqual([
      { role: 'agent', n: 13 },
      { role: 'supervisor', n: 2 },
      { role: 'manager', n: 1 },
      { role: 'admin', n: 1 },
    ]);
    const short = sql`
      select q.key, skill from queues q cross join (values ('en'), ('zh')) spoken (skill)
      where (select count(*) from queue_members m join agent_skills s using (agent_id) where m.queue_id = q.id and s.skill = spoken.skill) < 2`;
    expect(await count(short)).toBe(0);
    const billing = sql`select 1 from agents a join agent_skills s on s.agent_id = a.id where s.skill = 'billing'`;
    expect(await count(billing)).toBeGreaterThanOrEqual(2);
    expect(await count(sql`select 1 from agents where phone_address <> 'client:' || split_part(email, '@', 1)`)).toBe(0);
  });

  it('lets everyone in with a password of their own, kept only as a hash', async () => {
    expect(seeded.people).toHaveLength(17);
    expect(new Set(seeded.people.map(({ password }) => password)).size).toBe(17);
    const mei = seeded.people.find(({ email }) => email === 'mei.lin@touchline.example');
    const { hash } = await test.db.one<{ hash: string }>(sql`select password_hash as hash from agents where email = ${mei?.email}`);
    expect(await verify(hash, mei?.password ?? '')).toBe(true);
    expect(await count(sql`select 1 from agents where password_hash not like '$argon2id$%'`)).toBe(0);
  });
});

describe('its customers', () => {
  it('are sixty in four tiers, persons and companies, of both languages', async () => {
    expect(
      await test.db.all(sql`select tier, count(*)::int as n from customers where external_id is not null group by tier order by n`),
    ).toEqual([
      { tier: 'platinum', n: 6 },
      { tier: 'gold', n: 13 },
      { tier: 'standard', n: 20 },
      { tier: 'silver', n: 21 },
    ]);
    expect(await count(sql`select 1 from customers where language = 'zh-CN' and name ~ '[一-鿿]'`)).toBeGreaterThan(20);
    expect(await count(sql`select 1 from customers where language = 'en'`)).toBeGreaterThan(20);
    expect(await count(sql`select 1 from customers where kind = 'company'`)).toBeGreaterThan(5);
  });

  it('are in the tiers that the rules give, but for a few exceptions with a reason', async () => {
    const stray = sql`select 1 from customers c join customer_values v on v.customer_id = c.id
      left join tier_overrides o on o.customer_id = c.id and o.ended_at is null where c.tier <> coalesce(o.tier, v.tier_by_rules)`;
    expect(await count(stray)).toBe(0);
    expect(
      await count(
        sql`select 1 from customers c left join customer_values v on v.customer_id = c.id where v.customer_id is null and c.erased_at is null`,
      ),
    ).toBe(0);
    const exceptions = await count(sql`select 1 from tier_overrides where reason <> ''`);
    expect(exceptions > 0 && exceptions < 15).toBe(true);
  });

  it('can all be reached, at addresses that belong to nobody else', async () => {
    const directory = await demoDirectory(test.db);
    expect(directory).toHaveLength(60);
    expect(directory[0]).toMatchObject({ tier: 'platinum', customerId: 'C-1001' });
    for (const { phone, email } of directory) {
      const number = parsePhoneNumberFromString(phone ?? '');
      expect(number?.isPossible() && number.number).toBe(phone);
      expect(email).toMatch(/^[^@\s]+@[a-z-]+\.example$/);
    }
    expect(new Set(directory.map(({ phone }) => phone)).size).toBe(60);
    expect(new Set(directory.map(({ email }) => email)).size).toBe(60);
  });

  it('are known in the chat by secrets that differ from one installation to the next', async () => {
    const other = await createTestDatabase();
    await seedDemo(other.db, { now });
    const visitors = sql`select p.value as text from contact_points p join contact_point_links l on l.contact_point_id = p.id
      where p.kind = 'chat_visitor' and l.evidence = 'signed_identity'`;
    const here = await texts(visitors);
    const there = (await other.db.all<{ text: string }>(visitors)).map((row) => row.text);
    const stories = sql`select string_agg(text, '|' order by at, id) as text from entries`;
    expect(await other.db.one(stories)).toEqual(await test.db.one(stories));
    await other.drop();
    expect(here.length).toBeGreaterThan(25);
    expect(here.filter((value) => there.includes(value))).toEqual([]);
  });
});

describe('its history', () => {
  it('has contacts of eighteen months on all channels, none of them in the future', async () => {
    const channels = await test.db.all<{ channel: string; n: number }>(
      sql`select channel::text, count(*)::int as n from conversations group by channel`,
    );
    expect(channels.map(({ channel }) => channel).sort()).toEqual(['email', 'sms', 'voice', 'web_chat']);
    const span = await test.db.one<{ first: Date; last: Date; n: number }>(
      sql`select min(at) as first, max(at) as last, count(*)::int as n from entries`,
    );
    expect(span.n).toBeGreaterThan(700);
    expect(now.getTime() - span.first.getTime()).toBeGreaterThan(500 * 86_400_000);
    expect(span.last.getTime()).toBeLessThan(now.getTime());
    expect(
      await count(
        sql`select 1 from customers c where external_id is not null and not exists (select from entries e where e.customer_id = c.id)`,
      ),
    ).toBe(0);
    expect(await count(sql`select 1 from tasks where created_at > ${new Date(now.getTime() - 86_400_000)}`)).toBeGreaterThan(10);
  });

  it('speaks to each customer in their language, and leaves no slot open', async () => {
    const said = sql`select e.text, c.language from entries e join customers c on c.id = e.customer_id where e.kind in ('inbound', 'outbound')`;
    expect(await count(sql`select 1 from (${said}) s where language = 'zh-CN' and text !~ '[一-鿿]'`)).toBe(0);
    expect(await count(sql`select 1 from (${said}) s where language = 'en' and text ~ '[一-鿿]'`)).toBe(0);
    expect(await count(sql`select 1 from entries where text ~ '[{}]' or (text = '' and kind <> 'call')`)).toBe(0);
    expect(await count(sql`select 1 from tickets where subject ~ '[{}]' or subject = ''`)).toBe(0);
  });

  it('counts the entries of a conversation 1, 2, 3 … in the order of their time', async () => {
    const numbered = sql`select seq, row_number() over (partition by conversation_id order by at, seq) as place from entries`;
    expect(await count(sql`select 1 from (${numbered}) n where seq <> place`)).toBe(0);
    const last = sql`select c.id from conversations c join entries e on e.conversation_id = c.id
      group by c.id having c.last_seq <> max(e.seq) or c.last_entry_at <> max(e.at) or c.created_at > min(e.at)`;
    expect(await count(last)).toBe(0);
    expect(await count(sql`select 1 from conversations where last_seq = 0`)).toBe(0);
  });

  it('refers only to what belongs together', async () => {
    const strangers = sql`
      select e.id from entries e join conversations c on c.id = e.conversation_id join tickets t on t.id = e.ticket_id
      where (e.customer_id, e.inbox_id, e.channel) is distinct from (c.customer_id, c.inbox_id, c.channel) or t.customer_id <> e.customer_id`;
    expect(await count(strangers)).toBe(0);
    const unlinked = sql`
      select c.id from conversations c left join contact_point_links l on l.contact_point_id = c.contact_point_id and l.customer_id = c.customer_id
      where l.id is null`;
    expect(await count(unlinked)).toBe(0);
    const outsiders = sql`select t.id from tasks t left join queue_members m on m.queue_id = t.queue_id and m.agent_id = t.agent_id where m.agent_id is null and t.agent_id is not null`;
    expect(await count(outsiders)).toBe(0);
    expect(await count(sql`select 1 from conversations c join tickets t on t.id = c.ticket_id where t.customer_id <> c.customer_id`)).toBe(
      0,
    );
    expect(await count(sql`select 1 from conversations where channel = 'voice' and id not in (select conversation_id from calls)`)).toBe(0);
  });

  it('has delivered every message under an id of its own, and mails that answer each other', async () => {
    expect(
      await count(
        sql`select 1 from entries where kind = 'outbound' and (status not in ('delivered', 'read') or external_id is null or client_id is null)`,
      ),
    ).toBe(0);
    expect(await count(sql`select 1 from entries where kind = 'inbound' and external_id is null`)).toBe(0);
    const lost = sql`
      select e.id from entries e where e.channel = 'email' and e.kind = 'outbound' and e.detail #>> '{mail,inReplyTo}' is not null
        and not exists (select from entries a where a.conversation_id = e.conversation_id and a.seq < e.seq and a.external_id = e.detail #>> '{mail,inReplyTo}')`;
    expect(await count(lost)).toBe(0);
    expect(await count(sql`select 1 from entries where channel = 'email' and kind = 'inbound' and detail #>> '{mail,from}' is null`)).toBe(
      0,
    );
  });

  it('leaves nothing to be offered: every task was done, in order, with a disposition, or its caller gave up', async () => {
    expect(await count(sql`select 1 from tasks where state <> 'completed' and not (state = 'canceled' and end_reason = 'abandoned')`)).toBe(
      0,
    );
    const disorder = sql`select 1 from tasks where not (needed_at <= assigned_at and assigned_at <= wrapping_at and wrapping_at < ended_at and ended_at < ${now})`;
    expect(await count(disorder)).toBe(0);
    expect(
      await count(
        sql`select 1 from tasks where state = 'completed' and (disposition is null) or disposition not in (select code from dispositions)`,
      ),
    ).toBe(0);
    expect(await count(sql`select 1 from tasks t where t.class_key not like t.queue_id || '|' || t.tier || '|' || t.channel || '|%'`)).toBe(
      0,
    );
  });

  it('keeps most promises, but not all', async () => {
    const { share } = await test.db.one<{ share: number }>(sql`
      select avg((extract(epoch from t.assigned_at - t.needed_at) <= (p.promises -> t.tier ->> t.channel::text)::numeric)::int)::float as share from tasks t, policies p`);
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(1);
  });

  it('has closed what is long past, and waits for a few customers', async () => {
    const statuses = await test.db.all<{ status: string; n: number }>(
      sql`select status::text, count(*)::int as n from tickets group by status`,
    );
    const by: Record<string, number> = Object.fromEntries(statuses.map(({ status, n }) => [status, n]));
    expect(by).toMatchObject({ pending: 4, on_hold: 1 });
    expect(by.solved).toBeGreaterThan(5);
    expect(by.closed).toBeGreaterThan(150);
    expect(await count(sql`select 1 from tickets where status in ('new', 'open')`)).toBe(0);
    const { next } = await test.db.one<{ next: number }>(sql`select nextval(pg_get_serial_sequence('tickets', 'number')) as next`);
    expect(await count(sql`select 1 from tickets where number >= ${next}`)).toBe(0);
  });

  it('knows what they bought, in three currencies, to the cent', async () => {
    expect(await texts(sql`select distinct currency as text from orders order by 1`)).toEqual(['CNY', 'EUR', 'USD']);
    const wrong = sql`select 1 from orders o where amount <> (select sum((item ->> 'amount')::bigint) from jsonb_array_elements(o.items) item) or amount <= 0`;
    expect(await count(wrong)).toBe(0);
  });

  it('is in the event log, in the order of time', async () => {
    expect(
      await count(
        sql`select 1 from tickets t where not exists (select from events e where e.name = 'ticket.opened' and e.ticket_id = t.id)`,
      ),
    ).toBe(0);
    expect(await count(sql`select 1 from (select at, lag(at) over (order by id) as before from events) e where at < before`)).toBe(0);
  });
});

describe('seeding again', () => {
  it('changes nothing and names nobody', async () => {
    const everything = () =>
      test.db.one(
        sql`select (select count(*) from agents) a, (select count(*) from entries) e, (select count(*) from events) v, (select max(password_hash) from agents) h`,
      );
    const before = await everything();
    expect(await seedDemo(test.db, { now: new Date(now.getTime() + 86_400_000) })).toEqual({ people: [] });
    expect(await everything()).toEqual(before);
  });
});
