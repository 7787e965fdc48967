import type { Caller } from '../../auth/identify-caller.ts';
import { can } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import type { FieldValue, QuietHours } from '../../contract/archive-fields.ts';
import type { RecordField } from '../../contract/record.ts';
import { type AgingField, agingFields } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { mayRead, mayWrite, type Person } from '../custom-fields/field-rights.ts';
import { quietText } from '../preferences/quiet-hours.ts';

type Head = Record<Exclude<AgingField, 'quietHours'>, string | null> & {
  quietHours: QuietHours | null;
  fields: Record<string, FieldValue>;
  since: Date;
};

interface Mark {
  field: string;
  at: Date;
  agentId: string;
  agentName: string;
}

interface Known {
  readonly catalog: Catalog;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly since: Date;
  readonly now: Date;
}

/** Every field of a record (the head's) that this person may read: what it holds, since when it is known, whether it is still trusted. */
export async function readFields(
  db: Reader,
  catalog: Catalog,
  caller: Person & Pick<Caller, 'rights'>,
  headId: string,
  now: Date,
): Promise<RecordField[]> {
  const [head, marks] = await Promise.all([
    db.one<Head>(sql`
      select name, language, company, occupation, city, to_char(birthday, 'YYYY-MM-DD') as birthday, manner, preferred_channel::text, quiet_hours, fields, since
      from customers where id = ${headId}`),
    db.all<Mark>(sql`
      select distinct on (seen.field) seen.field, seen.at, a.id as agent_id, a.name as agent_name
      from (
        select field, at, by_agent_id from field_changes where customer_id = ${headId}
        union all select field, at, by_agent_id from field_checks where customer_id = ${headId}
      ) seen join agents a on a.id = seen.by_agent_id order by seen.field, seen.at desc`),
  ]);
  const mayChange = can(caller, 'customers.write');
  const known: Known = { catalog, marks: new Map(marks.map((mark) => [mark.field, mark])), since: head.since, now };
  return [
    ...agingFields.map((field) => {
      const value = field === 'quietHours' ? quietText(head.quietHours) : head[field];
      return present(known, field, value, { mayWrite: mayChange, required: false });
    }),
    ...catalog.customFields
      .filter((field) => mayRead(caller, field) && (!field.retiredAt || field.key in head.fields))
      .map((field) => {
        const { key, retiredAt, rules } = field;
        const may = { mayWrite: mayChange && !retiredAt && mayWrite(caller, field), required: rules.required && !retiredAt };
        return present(known, `fields.${key}`, head.fields[key] ?? null, may);
      }),
  ];
}

const DAY = 86_400_000;

function present(
  { catalog, marks, since, now }: Known,
  field: string,
  value: FieldValue | null,
  { mayWrite, required }: { mayWrite: boolean; required: boolean },
): RecordField {
  const mark = marks.get(field);
  const rule = catalog.freshness.find((freshness) => freshness.field === field);
  // What nobody wrote by hand was there from the beginning.
  const asOf = value === null ? null : (mark?.at ?? since);
  return {
    field,
    value,
    asOf: asOf?.toISOString() ?? null,
    by: value !== null && mark ? { id: mark.agentId, name: mark.agentName } : null,
    stale: rule !== undefined && asOf !== null && now.getTime() - asOf.getTime() > rule.staleDays * DAY,
    missing: required && value === null,
    refreshBy: rule?.refreshBy ?? null,
    mayWrite,
  };
}
