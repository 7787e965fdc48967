import { randomUUID } from 'node:crypto';
import type { ImportSettings } from '../../../server/contract/imports.ts';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';

const DAY = 86_400_000;

const settings: ImportSettings = {
  encoding: 'gb18030',
  delimiter: ',',
  columns: [
    { column: 0, field: 'externalId' },
    { column: 1, field: 'name' },
    { column: 2, field: 'phone' },
    { column: 3, field: 'email' },
    { column: 4, field: 'city' },
    { column: 5, field: 'birthday' },
  ],
  country: 'CN',
  currency: null,
  dates: 'day_first',
  decimal: '.',
  timeZone: 'Asia/Shanghai',
};

/** Rows of the member list that could not be taken, or that somebody should look at. */
const rows = [
  { line: 9, outcome: 'failed', problems: [{ code: 'bad_date', column: '出生日期', value: '1990-02-30' }] },
  { line: 17, outcome: 'failed', problems: [{ code: 'bad_phone', column: '手机号码', value: '1380000' }] },
  { line: 23, outcome: 'failed', problems: [{ code: 'key_missing', column: '会员编号', value: null }] },
  { line: 31, outcome: 'same', problems: [{ code: 'address_of_another', column: null, value: '+8613800000102' }] },
];

/** The member list that a supervisor brought some weeks ago and had only checked: what is wrong with it can be looked at. */
export function writeImports(tx: Tx, { now, authorId }: { now: Date; authorId: string }): void {
  const id = randomUUID();
  const at = new Date(now.getTime() - 18 * DAY);
  const counts = { created: 0, changed: 6, same: 30, failed: 3, noted: 1 };
  tx.write(sql`
    insert into import_runs (id, kind, file_name, format, settings, state, dry_run, row_count, rows_done, counts, created_by_id, created_at, ended_at)
    values (${id}, 'customers', '会员名单.csv', 'csv', ${json(settings)}, 'done', true, 39, 39, ${json(counts)}, ${authorId}, ${at}, ${at})`);
  tx.write(sql`
    insert into import_rows (import_id, line, outcome, problems)
    select ${id}, line, outcome, problems from json_to_recordset(${json(rows)}) as (line int, outcome text, problems jsonb)`);
}
