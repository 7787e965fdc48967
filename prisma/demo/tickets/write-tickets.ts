import { v7 as uuid } from 'uuid';
import type { Taxonomy } from '../../../server/contract/ticket-taxonomy.ts';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import { houseTaxonomy, signs } from './house-taxonomy.ts';

interface Colleague {
  readonly id: string;
  readonly role: string;
}

/**
 * What tickets are about: categories, root causes, a field, checklists half done, and two views that everybody uses. Needs the
 * tickets there are; ids are spread over them by their numbers, so that the same demo looks the same every time.
 */
export async function writeTickets(tx: Tx, { now, colleagues }: { now: Date; colleagues: readonly Colleague[] }): Promise<void> {
  const taxonomy = houseTaxonomy();
  const boss = colleagues.find(({ role }) => role === 'supervisor');
  tx.write(
    sql`insert into ticket_taxonomies (taxonomy, created_at, created_by_id) values (${json(taxonomy)}, ${now}, ${boss?.id ?? null})`,
  );
  for (const kind of ['incident', 'service_request', 'complaint'] as const) categorise(tx, taxonomy, kind);
  for (const [name, words] of signs) categoriseBySign(tx, taxonomy, name, words);
  const causes = taxonomy.rootCauses.map(({ id }) => id);
  tx.write(sql`
    update tickets set root_cause_id = (${causes}::uuid[])[1 + number % ${causes.length}::int]
    where kind = 'complaint' and status in ('solved', 'closed')`);
  writeField(tx);
  writeChecklists(tx, taxonomy, colleagues[0]?.id ?? null, now);
  if (boss) writeViews(tx, boss.id, now);
}

function categorise(tx: Tx, { categories }: Taxonomy, kind: Taxonomy['kinds'][number]['kind']): void {
  const leaves = categories
    .filter((one) => one.kind === kind && !categories.some(({ parentId }) => parentId === one.id))
    .map(({ id }) => id);
  tx.write(sql`
    update tickets set category_id = (${leaves}::uuid[])[1 + number % ${leaves.length}::int] where kind = ${kind}::ticket_kind and number % 8 <> 0`);
}

function categoriseBySign(tx: Tx, { categories }: Taxonomy, name: string, words: string): void {
  const category = categories.find(({ label }) => label.en === name);
  if (!category) return;
  tx.write(sql`
    update tickets set category_id = ${category.id} where kind = ${category.kind}::ticket_kind and category_id is not null and subject ~* ${words}`);
}

function writeField(tx: Tx): void {
  const options = [
    { key: 'warranty', label: { en: 'Under warranty', 'zh-CN': '保修期内' }, retired: false },
    { key: 'expired', label: { en: 'Warranty over', 'zh-CN': '已过保' }, retired: false },
  ];
  const name = { en: 'Warranty', 'zh-CN': '保修' };
  tx.write(sql`
    insert into ticket_fields (key, label, type, options, kinds, rank)
    values ('warranty', ${json(name)}, 'choice', ${json(options)}, ${['incident', 'complaint']}::ticket_kind[], 10)`);
  tx.write(sql`
    update tickets set fields = case when number % 3 = 0 then '{"warranty": "expired"}'::jsonb else '{"warranty": "warranty"}' end
    where kind in ('incident', 'complaint') and number % 4 <> 0`);
}

function writeChecklists(tx: Tx, { categories }: Taxonomy, agentId: string | null, now: Date): void {
  const items = categories.flatMap(({ id: categoryId, checklist }) => checklist.map((label, rank) => ({ categoryId, label, rank })));
  tx.write(sql`
    insert into checklist_items (id, ticket_id, rank, label, category_id, added_by_id, added_at, done_at, done_by_id)
    select gen_random_uuid(), t.id, i.rank, i.label, t.category_id, t.assignee_id, t.created_at,
      case when i.rank < t.number % 3 then t.updated_at end, case when i.rank < t.number % 3 then coalesce(t.assignee_id, ${agentId}::uuid) end
    from tickets t join json_to_recordset(${json(items)}) as i("categoryId" uuid, label jsonb, rank int) on i."categoryId" = t.category_id
    where t.status not in ('solved', 'closed') or t.updated_at > ${now}::timestamptz - interval '14 days'`);
}

function writeViews(tx: Tx, ownerId: string, now: Date): void {
  const unsolved = ['new', 'open', 'pending', 'on_hold'];
  const views = [
    { name: 'Gold and above · 金卡以上', filter: { status: unsolved, tier: ['gold', 'platinum'] }, sort: 'updated.desc' },
    {
      name: 'Complaints without a cause · 无原因投诉',
      filter: { kind: ['complaint'], rootCause: 'none', status: unsolved },
      sort: 'created.asc',
    },
  ];
  for (const [rank, { name, filter, sort }] of views.entries())
    tx.write(sql`
      insert into ticket_views (id, name, filter, sort, owner_id, shared_at, rank, created_at, updated_at)
      values (${uuid()}, ${name}, ${json(filter)}, ${sort}, ${ownerId}, ${now}, ${rank}, ${now}, ${now})`);
}
