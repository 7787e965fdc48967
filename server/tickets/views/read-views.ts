import type { Caller } from '../../auth/identify-caller.ts';
import { reachOf } from '../../contract/permissions.ts';
import type { SavedTicketView, TicketFilter, TicketSort } from '../../contract/ticket-list.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

/** Views for everybody are made by those who steer every queue. */
export const mayShareViews = (caller: Pick<Caller, 'rights'>): boolean => reachOf(caller.rights, 'queues.write') === 'all';

interface ViewRow {
  readonly id: string;
  readonly name: string;
  readonly filter: TicketFilter;
  readonly sort: TicketSort;
  readonly rank: number;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly sharedAt: Date | null;
  readonly updatedAt: Date;
}

/** One's own views and those that are shared, in their order. */
export const listViews = (db: Reader, caller: Caller): Promise<SavedTicketView[]> => readViews(db, caller, sql`true`);

/** Throws `not_found`, for somebody else's as for none. */
export async function readView(db: Reader, caller: Caller, id: string): Promise<SavedTicketView> {
  const [view] = await readViews(db, caller, sql`v.id = ${id}`);
  if (!view) throw new HubError('not_found');
  return view;
}

async function readViews(db: Reader, caller: Caller, condition: Sql): Promise<SavedTicketView[]> {
  const rows = await db.all<ViewRow>(sql`
    select v.id, v.name, v.filter, v.sort, v.rank, v.owner_id, a.name as owner_name, v.shared_at, v.updated_at
    from ticket_views v join agents a on a.id = v.owner_id
    where (v.owner_id = ${caller.id} or v.shared_at is not null) and ${condition} order by v.shared_at is null, v.rank, v.name, v.id`);
  return rows.map(({ ownerId, ownerName, sharedAt, updatedAt, ...view }) => ({
    ...view,
    owner: { id: ownerId, name: ownerName },
    shared: sharedAt !== null,
    mayChange: sharedAt === null ? ownerId === caller.id : ownerId === caller.id || mayShareViews(caller),
    updatedAt: updatedAt.toISOString(),
  }));
}
