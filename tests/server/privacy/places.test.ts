import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { impersonalTables, places } from '../../../server/privacy/places.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const models = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/^model [\s\S]*?@@map\("([^"]+)"\)\n\}/gm)].map(
  ([, table]) => table ?? '',
);

describe('where a person’s data stands', () => {
  it('is known of every table of the schema: it holds personal data, or it holds none', () => {
    expect(models.length).toBeGreaterThan(70);
    const known = [...places.map(({ table }) => table), ...impersonalTables];
    expect([...known].sort()).toEqual([...new Set(known)].sort());
    expect(models.filter((table) => !known.includes(table))).toEqual([]);
    expect(known.filter((table) => !models.includes(table))).toEqual([]);
  });

  it('is decided for every column of a table whose rows stay: it is emptied, or it is kept', async () => {
    for (const { table, erasing, kept = [] } of places) {
      if (erasing === 'delete') continue;
      const columns = await test.db.all<{ name: string }>(
        sql`select column_name::text as name from information_schema.columns where table_schema = 'public' and table_name = ${table} order by 1`,
      );
      expect({ table, columns: [...Object.keys(erasing), ...kept].sort() }).toEqual({ table, columns: columns.map(({ name }) => name) });
    }
  });
});
