import { readableKeys } from '../archive/custom-fields/field-rights.ts';
import { maySeeCustomer } from '../auth/permissions.ts';
import type { FieldValue } from '../contract/archive-fields.ts';
import { type Sql, sql } from '../db/sql.ts';
import { knownFields } from '../imports/understand/field-names.ts';
import { findMembers, requireReadable, segmentCondition } from '../segments/find-members.ts';
import { readSegment } from '../segments/present-segment.ts';
import type { Asked } from './make-export.ts';
import { mapped, pages } from './pages.ts';
import type { Table, Value } from './table.ts';

interface Row {
  readonly id: string;
  readonly phone: string;
  readonly email: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly [column: string]: Value;
}

/** Customers this person may see, of a segment or all, with the fields they may read. Claimed addresses are not theirs and left out. */
export async function exportCustomers(asked: Asked, segmentId?: string): Promise<Table> {
  const { hub, caller, language } = asked;
  const catalog = await hub.catalog.current();
  const keys = readableKeys(catalog, caller);
  const own = catalog.customFields.filter(({ key }) => keys.includes(key));
  const members = segmentId === undefined ? undefined : await membersOf(asked, segmentId);
  const read = async (last: Row | undefined, limit: number) =>
    hub.db.all<Row>(sql`
      select c.id, c.external_id, c.name, c.kind::text, c.tier, c.language, c.company, c.occupation, c.city, to_char(c.birthday, 'YYYY-MM-DD') as birthday,
        c.manner, c.fields, ${addresses('phone')} as phone, ${addresses('email')} as email
      from customers c where c.merged_into_id is null and c.id > ${last?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid
        and ${members ? sql`c.id = any(${await members(last?.id, limit)}::uuid[])` : sql`true`} and ${maySeeCustomer(caller, sql`c.id`)} order by c.id limit ${limit}`);
  return {
    name: 'customers',
    columns: [
      ...knownFields.customers.map(({ key, label }) => ({ key, label: label[language] })),
      ...own.map(({ key, label }) => ({ key: `fields.${key}`, label: label[language] })),
    ],
    rows: mapped(pages(read), (row) => [
      ...knownFields.customers.map(({ key }) => row[key] ?? null),
      ...own.map(({ key }) => written(row.fields[key])),
    ]),
  };
}

/** Ids of the next members behind one. */
async function membersOf(
  { hub, caller }: Asked,
  segmentId: string,
): Promise<(after: string | undefined, limit: number) => Promise<string[]>> {
  const { filter } = await readSegment(hub.db, caller, segmentId);
  await requireReadable(hub, caller, filter);
  const condition = await segmentCondition(hub, filter);
  return (after, limit) => findMembers(hub, caller, condition, after, limit);
}

const addresses = (kind: 'phone' | 'email'): Sql => sql`
  (select string_agg(p.value, '; ' order by p.value) from contact_point_links l join contact_points p on p.id = l.contact_point_id
    where l.customer_id = c.id and l.ended_at is null and l.evidence <> 'claimed' and p.kind = ${kind}::contact_point_kind)`;

const written = (value: FieldValue | undefined): Value => (Array.isArray(value) ? value.join('; ') : (value ?? null));
