import type { PersonalKind } from '../contract/privacy.ts';
import { type Sql, sql } from '../db/sql.ts';

/** A table in which a person's data stands: which rows are theirs, and what becomes of them. */
export interface Place {
  readonly table: string;
  readonly kind: PersonalKind;
  /** Which rows are of these records. */
  whose(records: readonly string[]): Sql;
  /** The row goes, or these columns become what is written here (SQL of ours; doing it twice changes nothing more). */
  readonly erasing: 'delete' | { readonly [column: string]: string };
  /** The other columns: ids, times, amounts and codes that say nothing of the person without the rest. */
  readonly kept?: readonly string[];
  /** Made from other places: not handed out a second time. */
  readonly derived?: true;
  /** Columns that are handed out as files of their own. */
  readonly asFiles?: readonly string[];
  /** Rows are theirs for the account of them, but only these hold words to erase. */
  toErase?(records: readonly string[]): Sql;
}

/** A name of a table or column as part of a statement; only names of ours, never anything from outside. */
export function identifier(name: string): Sql {
  if (!/^[a-z][a-z_]*$/.test(name)) throw new Error(`no identifier: ${name}`);
  return syntax(`"${name}"`);
}

/** A piece of SQL that stands in our own code. */
export const syntax = (text: string): Sql => sql(Object.assign([text], { raw: [text] }));

/** Rows whose `customer_id` is one of the records. */
export const byCustomer = (records: readonly string[]): Sql => sql`customer_id = any(${[...records]}::uuid[])`;

/** Rows that still have to be erased. */
export function unerased(place: Place, records: readonly string[]): Sql {
  const whose = (place.toErase ?? place.whose)(records);
  if (place.erasing === 'delete') return whose;
  if (Object.keys(place.erasing).length === 0) return sql`false`;
  const columns = Object.keys(place.erasing).map((column) => `"${column}"`);
  return sql`${whose} and (${syntax(columns.join())}) is distinct from (${syntax(Object.values(place.erasing).join())})`;
}
