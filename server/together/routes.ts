import type { Caller } from '../auth/identify-caller.ts';
import { requireConversation, requireTicket } from '../auth/require-visible.ts';
import type { HelpView, MoveView } from '../contract/together.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { linkTickets, unlinkTickets } from '../tickets/links/link-tickets.ts';
import { mergeTickets } from '../tickets/moves/merge-tickets.ts';
import { splitTicket } from '../tickets/moves/split-ticket.ts';
import { undoMove } from '../tickets/moves/undo-move.ts';
import { readTickets } from '../tickets/present-ticket.ts';
import { watchTicket } from '../tickets/watch/watch-ticket.ts';
import { assignTicket } from './assign/assign-ticket.ts';
import { askHelp } from './help/ask-help.ts';
import { takeHelp, withdrawHelp } from './help/settle-help.ts';
import { readHelp, readLinks, readMoves, readTogether } from './read-together.ts';

type Names =
  | ('ticketTogether' | 'assignTicket' | 'watchTicket' | 'askHelp' | 'takeHelp' | 'withdrawHelp')
  | ('mergeTicket' | 'splitTicket' | 'undoMove' | 'linkTickets' | 'unlinkTickets');

export const togetherRoutes: HandlersOf<Names> = {
  async ticketTogether({ hub, caller, id }) {
    await requireTicket(hub, caller, id);
    return readTogether(hub, caller, id);
  },

  async assignTicket({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await assignTicket(hub, caller.id, id, body);
    const [ticket] = await readTickets(hub.db, sql`t.id = ${id}`);
    if (!ticket) throw new HubError('not_found');
    return ticket;
  },

  async watchTicket({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await watchTicket(hub, caller.id, id, body.watching);
    return { ok: true };
  },

  async askHelp({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return helpView(hub, await askHelp(hub, caller.id, id, body.question));
  },

  async takeHelp({ hub, caller, id }) {
    await requireHelp(hub, caller, id);
    await takeHelp(hub, caller.id, id);
    return helpView(hub, id);
  },

  async withdrawHelp({ hub, caller, id }) {
    await requireHelp(hub, caller, id);
    await withdrawHelp(hub, caller.id, id);
    return helpView(hub, id);
  },

  async mergeTicket({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await requireTicket(hub, caller, body.intoId);
    return moveView(hub, caller, id, await mergeTickets(hub, caller.id, id, body.intoId));
  },

  async splitTicket({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    const { ticketId } = await hub.db.one<{ ticketId: string }>(sql`select ticket_id from conversations where id = ${id}`);
    return moveView(hub, caller, ticketId, await splitTicket(hub, caller.id, id, body));
  },

  async undoMove({ hub, caller, id }) {
    const move = await hub.db.maybe<{ fromId: string }>(sql`select from_id from ticket_moves where id = ${id}`);
    if (!move) throw new HubError('not_found');
    await requireTicket(hub, caller, move.fromId);
    await undoMove(hub, caller.id, id);
    return { ok: true };
  },

  async linkTickets({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await requireTicket(hub, caller, body.otherId);
    const linkId = await linkTickets(hub, caller.id, id, body.otherId, body.kind);
    const [link] = await readLinks(hub.db, caller, id, sql`l.id = ${linkId}`);
    if (!link) throw new HubError('not_found');
    return link;
  },

  async unlinkTickets({ hub, caller, id }) {
    const link = await hub.db.maybe<{ fromId: string }>(sql`select from_id from ticket_links where id = ${id}`);
    if (!link) throw new HubError('not_found');
    await requireTicket(hub, caller, link.fromId);
    await unlinkTickets(hub, caller.id, id);
    return { ok: true };
  },
};

async function requireHelp(hub: Hub, caller: Caller, id: string): Promise<void> {
  const asked = await hub.db.maybe<{ conversationId: string }>(sql`select conversation_id from help_requests where id = ${id}`);
  if (!asked) throw new HubError('not_found');
  await requireConversation(hub, caller, asked.conversationId);
}

async function helpView(hub: Hub, id: string): Promise<HelpView> {
  const [help] = await readHelp(hub.db, sql`h.id = ${id}`);
  if (!help) throw new HubError('not_found');
  return help;
}

async function moveView(hub: Hub, caller: Caller, ticketId: string, id: string): Promise<MoveView> {
  const [move] = await readMoves(hub.db, caller, ticketId, sql`m.id = ${id}`);
  if (!move) throw new HubError('not_found');
  return move;
}
