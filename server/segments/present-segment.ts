import type { Caller } from '../auth/identify-caller.ts';
import { mayShare } from '../auth/permissions.ts';
import type { SegmentFilter, SegmentView } from '../contract/segments.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly filter: SegmentFilter;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly shared: boolean;
  readonly updatedAt: Date;
}

/** One's own segments and those that are shared, by name. */
export const listSegments = (db: Reader, caller: Caller): Promise<SegmentView[]> => read(db, caller, usable(caller));

const usable = (caller: Caller): Sql => sql`(s.owner_id = ${caller.id} or s.shared_at is not null)`;

/** Throws `not_found` for what is neither one's own nor shared. */
export const readSegment = (db: Reader, caller: Caller, id: string): Promise<SegmentView> =>
  one(db, caller, sql`s.id = ${id} and ${usable(caller)}`);

/** One that this person has just written: somebody else's may not be shared any more. */
export const readWritten = (db: Reader, caller: Caller, id: string): Promise<SegmentView> => one(db, caller, sql`s.id = ${id}`);

async function one(db: Reader, caller: Caller, condition: Sql): Promise<SegmentView> {
  const [segment] = await read(db, caller, condition);
  if (!segment) throw new HubError('not_found');
  return segment;
}

async function read(db: Reader, caller: Caller, condition: Sql): Promise<SegmentView[]> {
  const rows = await db.all<Row>(sql`
    select s.id, s.name, s.filter, s.owner_id, a.name as owner_name, s.shared_at is not null as shared, s.updated_at
    from segments s join agents a on a.id = s.owner_id
    where ${condition} order by lower(s.name), s.id`);
  return rows.map(({ ownerId, ownerName, updatedAt, ...segment }) => ({
    ...segment,
    owner: { id: ownerId, name: ownerName },
    mayChange: ownerId === caller.id || (segment.shared && mayShare(caller)),
    updatedAt: updatedAt.toISOString(),
  }));
}
