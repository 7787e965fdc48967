import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { identifier, type Place, syntax } from './place.ts';
import { places } from './places.ts';

/**
 * Who they were, in one step: what can be found only by their addresses, then the addresses, then the record itself.
 * Answers how many rows of which table.
 */
export async function eraseIdentity(tx: Tx, records: readonly string[], now: Date): Promise<Record<string, number>> {
  const marks = await readMarks(tx, records);
  return {
    raw_items: await eraseUnreadMails(tx, marks),
    import_rows: await eraseFailedRows(tx, marks),
    ...(await unlink(tx, records)),
    customers: await emptyRecords(tx, records, now),
  };
}

/** Their addresses, as they would stand in a mail or a form (a number without its plus sign). */
async function readMarks(tx: Tx, records: readonly string[]): Promise<string[]> {
  const rows = await tx.all<{ value: string }>(sql`
    select distinct p.value from contact_points p join contact_point_links l on l.contact_point_id = p.id
    where l.customer_id = any(${[...records]}::uuid[]) and l.evidence <> 'claimed' and l.ended_at is null and p.kind <> 'chat_visitor'`);
  return rows.map(({ value }) => `%${value.replace(/^\+/, '').replace(/[\\%_]/g, '\\$&')}%`);
}

/** What could never be understood belongs to nobody yet: theirs is what names an address of theirs. */
const eraseUnreadMails = (tx: Tx, marks: readonly string[]): Promise<number> =>
  counted(
    tx.all(sql`
      update raw_items set content = '', detail = null
      where state = 'quarantined' and length(content) > 0 and encode(content, 'escape') ilike any(${[...marks]}::text[]) returning id`),
  );

/** Rows of files that made no record. */
const eraseFailedRows = (tx: Tx, marks: readonly string[]): Promise<number> =>
  counted(tx.all(sql`delete from import_rows where outcome = 'failed' and problems::text ilike any(${[...marks]}::text[]) returning line`));

/** A contact point that somebody else has too, or had once, stays theirs. */
async function unlink(tx: Tx, records: readonly string[]): Promise<Record<string, number>> {
  const [points, links] = [placeOf('contact_points'), placeOf('contact_point_links')];
  const own = await tx.all<{ id: string }>(sql`select id from contact_points where ${(points.toErase ?? points.whose)(records)}`);
  const gone = await counted(tx.all(sql`delete from contact_point_links where ${links.whose(records)} returning id`));
  tx.write(
    sql`update consents set contact_point_id = null where customer_id = any(${[...records]}::uuid[]) and contact_point_id is not null`,
  );
  tx.write(sql`delete from contact_points where id = any(${own.map(({ id }) => id)}::uuid[])`);
  return { contact_point_links: gone, contact_points: own.length };
}

const emptyRecords = (tx: Tx, records: readonly string[], now: Date): Promise<number> =>
  counted(
    tx.all(sql`
      update customers set ${assignments(placeOf('customers'))}, erased_at = ${now} where id = any(${[...records]}::uuid[]) returning id`),
  );

function placeOf(table: string): Place {
  const place = places.find((one) => one.table === table);
  if (!place) throw new Error(`no place: ${table}`);
  return place;
}

/** `column = what it becomes`, of a place whose rows stay. */
export const assignments = ({ table, erasing }: Place) =>
  erasing === 'delete'
    ? identifier(table)
    : syntax(
        Object.entries(erasing)
          .map(([column, value]) => `"${column}" = ${value}`)
          .join(),
      );

const counted = async (rows: Promise<unknown[]>): Promise<number> => (await rows).length;
