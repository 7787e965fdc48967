import { readCursor, writeCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { markNotices } from './mark-notices.ts';
import { countUnread, readNotices, visibleTo } from './read-notices.ts';

export const noticeRoutes: HandlersOf<'listNotices' | 'markNotices'> = {
  async listNotices({ hub, caller, query }) {
    const unreadOnly = query.unread ? sql`and n.read_at is null` : sql``;
    const [found, unread] = await Promise.all([
      readNotices(
        hub.db,
        sql`${visibleTo(caller)} ${unreadOnly} ${after(query.cursor)} order by n.at desc, n.id desc limit ${query.limit + 1}`,
      ),
      countUnread(hub.db, caller),
    ]);
    const notices = found.slice(0, query.limit);
    const last = notices.at(-1);
    return { notices, unread, next: last && found.length > notices.length ? writeCursor(last.at, last.id) : null };
  },

  async markNotices({ hub, caller, body }) {
    await markNotices(hub, caller.id, body);
    return { ok: true };
  },
};

function after(cursor: string | undefined): Sql {
  if (!cursor) return sql``;
  const { at, id } = readCursor(cursor);
  return sql`and (n.at, n.id) < (${at}, ${id}::uuid)`;
}
