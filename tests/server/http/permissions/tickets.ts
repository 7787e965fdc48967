import { all, configuring, hidden, type Lines, steering } from './line.ts';

/** Of what is asked once. */
const alreadyAsked = ['409 help_asked_already', '409 help_asked_already'] as const;

/** Who may do what about: what must be solved. */
export const ticketLines = {
  listTickets: { answers: all('200') },
  getTicket: { given: (world) => ({ id: world.ticketId }), answers: hidden('200') },
  setTicketStatus: { given: (world) => ({ id: world.ticketId, body: { status: 'open' } }), answers: hidden('200') },
  countTickets: { given: () => ({ body: { filters: [{}] } }), answers: all('200') },
  listTicketViews: { answers: all('200') },
  createTicketView: { given: () => ({ body: { name: 'Mine', filter: {}, shared: true } }), answers: steering },
  changeTicketView: { given: (world) => ({ id: world.taskId, body: { name: 'Mine', filter: {} } }), answers: all('404 not_found') },
  removeTicketView: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  chooseTicketColumns: { given: () => ({ body: { columns: ['status'] } }), answers: all('200') },
  startBulk: { given: (world) => ({ body: { act: { do: 'kind', kind: 'incident' }, ids: [world.taskId] } }), answers: all('200') },
  readBulk: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  cancelBulk: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  undoBulk: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  getTicketMatter: { given: (world) => ({ id: world.ticketId }), answers: hidden('200') },
  changeTicket: { given: (world) => ({ id: world.ticketId, body: { rootCauseNote: 'worn' } }), answers: hidden('200') },
  addChecklistItem: { given: (world) => ({ id: world.ticketId, body: { text: 'ring back' } }), answers: hidden('200') },
  tickChecklistItem: { given: (world) => ({ id: world.taskId, body: { done: true } }), answers: all('404 not_found') },
  removeChecklistItem: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  ticketTrail: { given: (world) => ({ id: world.ticketId }), answers: hidden('200') },
  ticketTaxonomy: { answers: all('200') },
  saveTicketTaxonomy: { given: () => ({ body: { basedOn: 99, draft: {} } }), answers: configuring('409 changed_meanwhile') },
  listTicketFields: { answers: all('200') },
  putTicketField: { given: () => ({ body: { revision: null, draft: {} } }), answers: configuring('422 invalid_settings') },
  ticketTogether: { given: (world) => ({ id: world.ticketId }), answers: hidden('200') },
  assignTicket: {
    given: (world) => ({ id: world.ticketId, body: { agentId: world.mei.person.id } }),
    answers: hidden('200'),
  },
  watchTicket: { given: (world) => ({ id: world.ticketId, body: { watching: true } }), answers: hidden('200') },
  askHelp: {
    given: (world) => ({ id: world.conversationId, body: { question: 'May I?' } }),
    answers: ['404 not_found', '200', ...alreadyAsked],
  },
  takeHelp: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  withdrawHelp: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  mergeTicket: { given: (world) => ({ id: world.ticketId, body: { intoId: world.ticketId } }), answers: hidden('409 same_ticket') },
  splitTicket: { given: (world) => ({ id: world.conversationId, body: { subject: 'Invoice' } }), answers: hidden('409 whole_ticket') },
  undoMove: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  linkTickets: {
    given: (world) => ({ id: world.ticketId, body: { otherId: world.ticketId, kind: 'related' } }),
    answers: hidden('409 same_ticket'),
  },
  unlinkTickets: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  serviceTargets: { answers: all('200') },
  saveServiceTargets: { given: () => ({ body: { basedOn: 0, draft: {} } }), answers: configuring('422 invalid_settings') },
} satisfies Lines;
