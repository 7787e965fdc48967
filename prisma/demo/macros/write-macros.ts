import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import { houseMacros } from './house-macros.ts';

/** The macros of the house, in the order its agents need them. */
export function writeMacros(tx: Tx, now: Date): void {
  for (const [index, { name, text, actions = [], channels = [], roles = [] }] of houseMacros.entries())
    tx.write(sql`
      insert into macros (id, name, text, actions, channels, roles, position, updated_at)
      values (${randomUUID()}, ${json(name)}, ${json(text)}, ${json(actions)}, ${channels}, ${roles}, ${index + 1}, ${now})`);
}
