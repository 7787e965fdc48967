import { sql } from '../../../../server/db/sql.ts';
import { bringFile } from '../../../support/bring-file.ts';
import type { Walk } from './walk.ts';

/** What is said in a conversation: at once, later, and not yet. */
export async function walkConversation({ promised, mei, test, conversationId }: Walk): Promise<void> {
  await promised(mei, 'getConversation', { id: conversationId });
  await promised(mei, 'sendReply', { id: conversationId, body: { clientId: 'reply-of-mei', text: '马上来', seenSeq: 9 } });
  const sendAt = test.clock.now().toISOString();
  await promised(mei, 'scheduleReply', { id: conversationId, body: { clientId: 'later-by-mei', text: '再等等', seenSeq: 9, sendAt } });
  await promised(mei, 'listScheduled', { id: conversationId });
  await promised(mei, 'readSignature', { id: conversationId });
  const later = await mei.call('scheduleReply', {
    id: conversationId,
    body: { clientId: 'much-later', text: 'bye', seenSeq: 9, sendAt: test.clock.later(3600) },
  });
  await promised(mei, 'cancelScheduled', { id: later.id });
  await promised(mei, 'saveDraft', { id: conversationId, body: { reply: 'Dear', note: '', basedOn: 0 } });
  await promised(mei, 'getDraft', { id: conversationId });
  await promised(mei, 'markRead', { id: conversationId, body: { seq: 1 } });
  await promised(mei, 'addNote', { id: conversationId, body: { clientId: 'note-of-mei', text: 'be patient' } });
}

/** What goes into messages: macros, files, names. */
export async function walkComposer({ promised, mei, admin, test, conversationId }: Walk): Promise<void> {
  const words = { en: 'x', 'zh-CN': 'x' };
  const draft = { name: words, text: words, actions: [{ do: 'add_note' as const, text: 'x' }], channels: ['sms' as const], roles: [] };
  await promised(admin, 'createMacro', { body: draft });
  const { id } = await admin.call('createMacro', { body: draft });
  await promised(admin, 'changeMacro', { id, body: { ...draft, revision: 1 } });
  await promised(admin, 'orderMacros', { body: { ids: [id] } });
  await promised(admin, 'retireMacro', { id, body: { retired: true } });
  await promised(admin, 'retireMacro', { id, body: { retired: false } });
  await promised(admin, 'allMacros');
  await promised(mei, 'listMacros');
  await promised(mei, 'fillMacro', { id: conversationId, body: { macroId: id } });
  await promised(mei, 'takeActions', { id: conversationId, body: { actions: [{ do: 'set_kind', kind: 'incident' }] } });
  const { change } = await mei.call('takeActions', { id: conversationId, body: { actions: [{ do: 'set_kind', kind: 'complaint' }] } });
  await promised(mei, 'undoActions', { id: conversationId, body: { change } });
  await promised(mei, 'listColleagues');
  const chat = await test.hub.db.maybe<{ id: string }>(sql`select id from conversations where channel in ('web_chat', 'email') limit 1`);
  const { file } = await bringFile(test, admin, chat?.id ?? '');
  await promised(admin, 'removeUpload', { id: file.id });
}

/** As if what this agent holds were a call that is recorded. */
export async function walkRecording({ promised, mei, test, conversationId: id }: Walk): Promise<void> {
  const { db } = test.hub;
  await db.all(sql`
    insert into calls (conversation_id, external_id, state, started_at, recording_id, recording_state)
    values (${id}, 'CA-walk', 'connected', now(), 'RE-walk', 'on')`);
  await promised(mei, 'pauseRecording', { id });
  await db.all(sql`update calls set recording_state = 'paused' where conversation_id = ${id}`);
  await promised(mei, 'resumeRecording', { id });
  await db.all(sql`delete from calls where conversation_id = ${id}`);
}
