import { sql } from '../../../../server/db/sql.ts';
import { eventually } from '../../../support/hub.ts';
import type { Walk } from './walk.ts';

/** A ticket as agents find and leave it. */
export async function walkTicket({ promised, mei, ticketId }: Walk): Promise<void> {
  await promised(mei, 'listTickets', { query: { mine: 'true', status: 'open', limit: 1 } });
  await promised(mei, 'listTickets');
  await promised(mei, 'getTicket', { id: ticketId });
  const { ticket } = await mei.call('getTicket', { id: ticketId });
  await promised(mei, 'getTicket', { id: String(ticket.number) });
  await promised(mei, 'setTicketStatus', { id: ticketId, body: { status: 'on_hold' } });
}

/** What a ticket is about, its lists and views, and one act on many. */
export async function walkTickets({ promised, mei, admin, test, ticketId }: Walk): Promise<void> {
  const both = { en: 'x', 'zh-CN': '甲' };
  const categoryId = crypto.randomUUID();
  const kinds = (['incident', 'service_request', 'complaint'] as const).map((kind) => ({ kind, label: both }));
  const category = { id: categoryId, kind: 'incident' as const, parentId: null, label: both, checklist: [both] };
  await promised(admin, 'saveTicketTaxonomy', { body: { basedOn: 0, draft: { kinds, categories: [category], rootCauses: [] } } });
  await promised(mei, 'ticketTaxonomy');
  const field = { key: 'serial', label: both, type: 'text' as const, kinds: ['incident' as const] };
  await promised(admin, 'putTicketField', { body: { revision: null, draft: field } });
  await promised(mei, 'listTicketFields');
  await promised(mei, 'changeTicket', { id: ticketId, body: { kind: 'incident', categoryId, fields: { serial: '4711' } } });
  const { checklist } = await mei.call('getTicketMatter', { id: ticketId });
  await promised(mei, 'getTicketMatter', { id: ticketId });
  await promised(mei, 'tickChecklistItem', { id: checklist[0]?.id ?? '', body: { done: true } });
  await promised(mei, 'addChecklistItem', { id: ticketId, body: { text: 'ring back' } });
  const added = await mei.call('getTicketMatter', { id: ticketId });
  await promised(mei, 'removeChecklistItem', { id: added.checklist.at(-1)?.id ?? '' });
  await promised(mei, 'ticketTrail', { id: ticketId, query: { topics: 'matter,status', limit: 3 } });
  await promised(mei, 'listTickets', { query: { filter: JSON.stringify({ fields: { serial: '4711' } }), sort: 'created.asc' } });
  await promised(mei, 'countTickets', { body: { filters: [{ assignee: 'me' }] } });
  await promised(mei, 'chooseTicketColumns', { body: { columns: ['status', 'fields.serial'] } });
  const view = await mei.call('createTicketView', { body: { name: 'Mine', filter: { assignee: 'me' } } });
  await promised(mei, 'createTicketView', { body: { name: 'Other', filter: {}, sort: 'due.asc' } });
  await promised(mei, 'changeTicketView', { id: view.id, body: { name: 'My own', filter: {}, rank: 2 } });
  await promised(mei, 'listTicketViews');
  await promised(mei, 'removeTicketView', { id: view.id });
  const run = await mei.call('startBulk', { body: { act: { do: 'status', status: 'open' }, ids: [ticketId] } });
  await promised(mei, 'startBulk', { body: { act: { do: 'assign', agentId: mei.person.id }, filter: {} } });
  await eventually(async () => {
    if ((await mei.call('readBulk', { id: run.id })).state !== 'done') throw new Error('not yet');
  });
  await promised(mei, 'readBulk', { id: run.id });
  await promised(mei, 'undoBulk', { id: run.id });
  const stopped = crypto.randomUUID();
  await test.hub.db.all(sql`
    insert into bulk_runs (id, act, state, total, created_by_id, created_at) values (${stopped}, '{"do":"status","status":"open"}', 'running', 0, ${mei.person.id}, now())`);
  await promised(mei, 'cancelBulk', { id: stopped });
}

/** What agents do with one another about a ticket. */
export async function walkTogether({ promised, mei, supervisor, test, conversationId }: Walk): Promise<void> {
  const { ticketId: id, customerId } = (await mei.call('getConversation', { id: conversationId })).conversation;
  await promised(mei, 'assignTicket', { id, body: { agentId: supervisor.person.id, note: 'yours' } });
  await promised(mei, 'watchTicket', { id, body: { watching: true } });
  await promised(mei, 'askHelp', { id: conversationId, body: { question: 'May I?' } });
  const helpId = (await mei.call('ticketTogether', { id })).help[0]?.id ?? '';
  await promised(supervisor, 'takeHelp', { id: helpId });
  const again = await mei.call('askHelp', { id: conversationId, body: { question: 'And now?' } });
  await promised(mei, 'withdrawHelp', { id: again.id });
  await mei.call('addNote', { id: conversationId, body: { clientId: 'the other matter', text: 'the invoice' } });
  const fromSeq = (await mei.call('getConversation', { id: conversationId })).conversation.lastSeq;
  await promised(mei, 'splitTicket', { id: conversationId, body: { fromSeq, subject: 'Invoice' } });
  const { ticketId: newId } = (await mei.call('getConversation', { id: conversationId })).conversation;
  await promised(mei, 'linkTickets', { id: newId, body: { otherId: id, kind: 'parent' } });
  await promised(mei, 'mergeTicket', { id: newId, body: { intoId: id } });
  await promised(supervisor, 'ticketTogether', { id });
  const inboxId = await test.inboxOf('email', 'support@touchline.example');
  const body = { inboxId, address: 'parts@supplier.example', subject: 'Valve', text: 'hello', clientId: 'aside of mei' };
  await promised(mei, 'startSide', { id, body });
  const { sides, moves } = await mei.call('ticketTogether', { id });
  await promised(mei, 'writeSide', { id: sides[0]?.id ?? '', body: { clientId: 'aside once more', text: 'hello?' } });
  await promised(mei, 'getSide', { id: sides[0]?.id ?? '' });
  await promised(mei, 'undoMove', { id: moves[0]?.id ?? '' });
  const [link] = (await mei.call('ticketTogether', { id })).links;
  await promised(mei, 'unlinkTickets', { id: link?.id ?? '' });
  await promised(mei, 'customerTimeline', { id: customerId, query: { show: 'side' } });
  await promised(supervisor, 'listNotices');
  await promised(mei, 'markNotices', { body: { read: true } });
}
