import { sql } from '../../db/sql.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { listViews, readView } from './read-views.ts';
import { changeView, chooseColumns, createView, removeView } from './save-view.ts';

export const ticketViewRoutes: HandlersOf<
  'listTicketViews' | 'createTicketView' | 'changeTicketView' | 'removeTicketView' | 'chooseTicketColumns'
> = {
  async listTicketViews({ hub, caller }) {
    const [views, chosen] = await Promise.all([
      listViews(hub.db, caller),
      hub.db.maybe<{ columns: string[] }>(sql`select columns from ticket_columns where agent_id = ${caller.id}`),
    ]);
    return { views, columns: chosen?.columns ?? null };
  },

  async createTicketView({ hub, caller, body }) {
    return readView(hub.db, caller, await createView(hub, caller, body));
  },

  async changeTicketView({ hub, caller, id, body }) {
    await changeView(hub, caller, id, body);
    return readView(hub.db, caller, id);
  },

  async removeTicketView({ hub, caller, id }) {
    await removeView(hub, caller, id);
    return { ok: true };
  },

  async chooseTicketColumns({ hub, caller, body }) {
    await chooseColumns(hub, caller.id, body.columns);
    return { ok: true };
  },
};
