import { all, both, configuring, hidden, type Lines, own, steering } from './line.ts';

/** Who may do what about: what is said, and what goes into it. */
export const conversationLines = {
  getConversation: { given: (world) => ({ id: world.conversationId }), answers: hidden('200') },
  beginConversation: {
    given: (world) => ({
      id: world.customerId,
      body: { clientId: crypto.randomUUID(), inboxId: world.taskId, contactPointId: world.taskId, subject: 'x', text: 'x' },
    }),
    answers: hidden('404 unknown_inbox'),
  },
  sendReply: {
    given: (world, who) => ({ id: world.conversationId, body: { clientId: `reply of ${own(world, who)}`, text: 'hello', seenSeq: 1000 } }),
    answers: hidden('200'),
  },
  scheduleReply: {
    given: (world, who) => ({
      id: world.conversationId,
      body: { clientId: `later by ${own(world, who)}`, text: 'hello', seenSeq: 1000, sendAt: world.test.clock.now().toISOString() },
    }),
    answers: hidden('200'),
  },
  readSignature: { given: (world) => ({ id: world.conversationId }), answers: hidden('200') },
  listScheduled: { given: (world) => ({ id: world.conversationId }), answers: hidden('200') },
  cancelScheduled: { given: (world) => ({ id: world.conversationId }), answers: all('404 not_found') },
  getDraft: { given: (world) => ({ id: world.conversationId }), answers: hidden('200') },
  saveDraft: { given: (world) => ({ id: world.conversationId, body: { reply: 'Dear', note: '', basedOn: 0 } }), answers: hidden('200') },
  addNote: {
    given: (world, who) => ({ id: world.conversationId, body: { clientId: `note of ${own(world, who)}`, text: 'hello' } }),
    answers: hidden('200'),
  },
  listColleagues: { answers: all('200') },
  removeUpload: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  listMacros: { answers: all('200') },
  fillMacro: { given: (world) => ({ id: world.conversationId, body: { macroId: world.taskId } }), answers: all('404 not_found') },
  takeActions: {
    given: (world) => ({ id: world.conversationId, body: { actions: [{ do: 'set_kind', kind: 'service_request' }] } }),
    answers: hidden('200'),
  },
  undoActions: {
    given: (world) => ({
      id: world.conversationId,
      body: { change: { at: '2026-01-01T00:00:00Z', kind: { from: 'incident', to: 'complaint' } } },
    }),
    answers: hidden('409 changed_since'),
  },
  allMacros: { answers: steering },
  createMacro: { given: () => ({ body: { name: both, text: both, actions: [], channels: [], roles: [] } }), answers: configuring('200') },
  changeMacro: {
    given: (world) => ({ id: world.taskId, body: { name: both, text: both, actions: [], channels: [], roles: [], revision: 1 } }),
    answers: configuring('404 not_found'),
  },
  retireMacro: { given: (world) => ({ id: world.taskId, body: { retired: true } }), answers: configuring('404 not_found') },
  orderMacros: { given: () => ({ body: { ids: [] } }), answers: configuring('200') },
  searchSaid: { given: (world) => ({ query: { words: 'boiler', customerId: world.customerId } }), answers: hidden('200') },
  startSide: {
    given: (world) => ({
      id: world.ticketId,
      body: { clientId: 'a side mail', inboxId: world.taskId, address: 'parts@supplier.example', subject: 'Valve', text: 'hello' },
    }),
    answers: hidden('404 unknown_inbox'),
  },
  getSide: { given: (world) => ({ id: world.taskId }), answers: all('404 not_found') },
  writeSide: { given: (world) => ({ id: world.taskId, body: { clientId: 'a side mail', text: 'hello' } }), answers: all('404 not_found') },
} satisfies Lines;
