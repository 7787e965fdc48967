import { type PartKey, partKeys } from '../contract/settings.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { contents } from './contents.ts';

/** A part as it stands; null: nobody has ever set it. */
export async function readContent(db: Reader, part: PartKey): Promise<unknown> {
  const { content } = await db.one<{ content: unknown }>(sql`select ${contents[part]} as content`);
  return content;
}

/** All parts that were ever set. */
export async function readContents(db: Reader): Promise<ReadonlyMap<PartKey, unknown>> {
  const pairs = await Promise.all(partKeys.map(async (key) => [key, await readContent(db, key)] as const));
  return new Map(pairs.filter(([, content]) => content !== null));
}
