import type { Tx } from '../../../server/db/database.ts';
import { sql } from '../../../server/db/sql.ts';
import type { Acquaintance } from '../people.ts';
import { type Chances, chances, seeded } from '../random.ts';
import { toJson } from '../to-json.ts';
import { browse, runCampaigns } from './campaigns.ts';
import { gather } from './groups.ts';
import { askConsent, noteDown } from './known.ts';
import { freshness, ownFields } from './own-fields.ts';

interface Given {
  readonly now: Date;
  readonly customers: readonly Acquaintance[];
  /** Colleagues who write things down. */
  readonly authors: readonly string[];
}

/** Write the living part of the record: own fields, preferences, consents, who belongs together, campaigns, ratings, pages seen. */
export async function writeArchive(tx: Tx, given: Given): Promise<void> {
  const fate = chances(seeded(3));
  writeFields(tx, fate, given);
  writeGroups(tx, fate, given);
  writeAddresses(tx, fate, given);
  writeConsents(tx, fate, given);
  writeCampaigns(tx, fate, given);
  await writeRatings(tx, fate, given.now);
}

function writeFields(tx: Tx, fate: Chances, { now, customers, authors }: Given): void {
  const definitions = ownFields.map(({ fill: _, ...field }, i) => ({
    ...{ options: [], rules: { required: false }, readRole: 'agent', writeRole: 'agent', searchable: false, rank: i * 10 },
    ...field,
  }));
  tx.write(sql`
    insert into custom_fields (key, label, type, options, rules, read_role, write_role, searchable, rank)
    select key, label, type, options, rules, read_role, write_role, searchable, rank from jsonb_populate_recordset(null::custom_fields, ${toJson(definitions)})`);
  tx.write(sql`
    insert into field_freshness (field, stale_days, refresh_by)
    select field, stale_days, refresh_by from jsonb_populate_recordset(null::field_freshness, ${toJson(freshness)})`);
  const { records, changes, checks } = noteDown(fate, now, authors, customers);
  tx.write(sql`
    update customers c set fields = r.fields, preferred_channel = r.preferred_channel, quiet_hours = nullif(r.quiet_hours, 'null'::jsonb)
    from jsonb_populate_recordset(null::customers, ${toJson(records)}) r where c.id = r.id`);
  tx.write(sql`
    insert into field_changes (customer_id, field, before, after, by_agent_id, at)
    select customer_id, field, before, after, by_agent_id, at from jsonb_populate_recordset(null::field_changes, ${toJson(changes)})`);
  tx.write(sql`
    insert into field_checks (customer_id, field, at, by_agent_id)
    select customer_id, field, at, by_agent_id from jsonb_populate_recordset(null::field_checks, ${toJson(checks)})`);
}

function writeGroups(tx: Tx, fate: Chances, { now, customers, authors: [author = ''] }: Given): void {
  const { newcomers, memberships } = gather(fate, now, customers, author);
  tx.write(sql`
    insert into customers (id, kind, name, language, tier, city, since)
    select id, kind, name, language, tier, city, since from jsonb_populate_recordset(null::customers, ${toJson(newcomers)})`);
  tx.write(sql`
    insert into memberships (id, member_id, group_id, role, since, by_agent_id)
    select id, member_id, group_id, role, since, by_agent_id from jsonb_populate_recordset(null::memberships, ${toJson(memberships)})`);
}

/** A hotel's number that whoever is at the desk picks up, and a stranger whose address only looks like Oliver Bennett's. */
function writeAddresses(tx: Tx, fate: Chances, { now, authors: [author = ''] }: Given): void {
  const since = new Date(now.getTime() - 9 * 86_400_000);
  const [stranger, point] = [fate.id(since), fate.id(since)];
  tx.write(sql`update contact_points set shared_since = ${since}, shared_by_id = ${author} where value = '+447700900101'`);
  tx.write(sql`insert into customers (id, name, language, since) values (${stranger}, 'Oliver Benett', 'en', ${since})`);
  // Its first letter is Cyrillic.
  tx.write(sql`insert into contact_points (id, kind, value) values (${point}, 'email', 'оliver@bennett-studio.example')`);
  tx.write(sql`
    insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
    values (${fate.id(since)}, ${stranger}, ${point}, 'first_contact', ${since})`);
}

function writeConsents(tx: Tx, fate: Chances, { now, customers, authors }: Given): void {
  tx.write(sql`
    insert into consents (id, customer_id, channel, purpose, state, at, proof, by_agent_id, recorded_at)
    select id, customer_id, channel, purpose, state, at, proof, by_agent_id, recorded_at
    from jsonb_populate_recordset(null::consents, ${toJson(askConsent(fate, now, authors, customers))})`);
}

function writeCampaigns(tx: Tx, fate: Chances, { now, customers }: Given): void {
  const { campaigns, touches } = runCampaigns(fate, now, customers);
  tx.write(sql`
    insert into campaigns (id, key, label, kind, intent, starts_at, ends_at, currency, fixed_cost, touch_cost)
    select id, key, label, kind, intent, starts_at, ends_at, currency, fixed_cost, touch_cost
    from jsonb_populate_recordset(null::campaigns, ${toJson(campaigns)})`);
  tx.write(sql`
    insert into touches (id, campaign_id, customer_id, external_id, channel, at, response, responded_at)
    select id, campaign_id, customer_id, external_id, channel, at, response, responded_at
    from jsonb_populate_recordset(null::touches, ${toJson(touches)})`);
  tx.write(sql`
    insert into page_visits (id, customer_id, at, url, title, external_id)
    select id, customer_id, at, url, title, external_id from jsonb_populate_recordset(null::page_visits, ${toJson(browse(fate, now, customers))})`);
}

const comments = {
  en: ['Quick and friendly', 'Solved on the first call', 'Had to wait, then it was fine', 'Nobody told me the price before', ''],
  'zh-CN': ['很快，很专业', '一次就解决了', '等了一会儿，结果不错', '事先没有告知价格', ''],
};

/** How some of those whose ticket was solved judged it; complaints more often badly. */
async function writeRatings(tx: Tx, fate: Chances, now: Date): Promise<void> {
  const solved = await tx.all<{
    id: string;
    customerId: string;
    assigneeId: string | null;
    updatedAt: Date;
    isComplaint: boolean;
    language: string;
  }>(sql`
    select t.id, t.customer_id, t.assignee_id, t.updated_at, t.kind = 'complaint' as is_complaint, c.language
    from tickets t join customers c on c.id = t.customer_id where t.status in ('solved', 'closed') and c.external_id is not null order by t.number`);
  const ratings = solved
    .filter(() => fate.between(0, 1) < 0.4)
    .map(({ id, customerId, assigneeId, updatedAt, isComplaint, language }) => {
      const at = new Date(Math.min(updatedAt.getTime() + fate.between(0.05, 2) * 86_400_000, now.getTime() - 60_000));
      const score = fate.pick(isComplaint ? [1, 2, 2, 3, 4] : [3, 4, 4, 5, 5, 5]);
      const said = comments[language === 'zh-CN' ? 'zh-CN' : 'en'];
      const comment = (score > 3 ? fate.pick([said[0], said[1], '']) : fate.pick([said[2], said[3], ''])) ?? '';
      return { id: fate.id(at), customerId, ticketId: id, agentId: assigneeId, score, comment, at, externalId: `survey ${id}` };
    });
  tx.write(sql`
    insert into ratings (id, customer_id, ticket_id, agent_id, score, comment, at, external_id)
    select id, customer_id, ticket_id, agent_id, score, comment, at, external_id from jsonb_populate_recordset(null::ratings, ${toJson(ratings)})`);
}
