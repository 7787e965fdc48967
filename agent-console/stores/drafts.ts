import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { DraftView } from '../../server/contract/entities.ts';
import type { MacroAction, UploadView } from '../../server/contract/message-parts.ts';
import { HubFailure } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useMe } from './me.ts';

export interface Draft {
  readonly reply: string;
  /** Of a mail: the reply as it is set. */
  readonly replyHtml: string | null;
  /** Brought to the hub, to go with the reply. */
  readonly files: readonly UploadView[];
  /** What a macro will do to the ticket when the reply is sent. */
  readonly actions: readonly MacroAction[];
  readonly note: string;
  readonly mode: 'reply' | 'note';
}

const keptMs = 14 * 86_400_000;
/** Of conversations in which all is said so many are remembered. */
const emptiedMost = 60;
/** How long after the last keystroke the hub hears of it (milliseconds). */
const quietMs = 600;

interface Kept extends Draft {
  /** Of what the hub has. */
  readonly revision: number;
  /** The hub has not got it yet. */
  readonly unsaved: boolean;
}

const nothing: Kept = { reply: '', replyHtml: null, files: [], actions: [], note: '', mode: 'reply', revision: 0, unsaved: false };

/**
 * What someone began to write, by conversation. Kept in this browser at once, so that a lost line loses nothing, and by the
 * hub a moment later, so that it is there in every window of its author.
 */
export const useDrafts = defineStore('drafts', () => {
  const [hub, me] = [useHub(), useMe()];
  const rows = shallowReactive(new Map<string, Kept>());
  const keyOf = (conversationId: string) => `touchline.draft.${me.id}.${conversationId}`;
  const save = new Map<string, () => Promise<void>>();
  prune();

  const read = (conversationId: string): Kept =>
    rows.get(conversationId) ?? { ...nothing, ...parse(localStorage.getItem(keyOf(conversationId))) };

  function keep(conversationId: string, draft: Kept) {
    rows.set(conversationId, draft);
    if (isEmpty(draft) && !draft.unsaved) localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), JSON.stringify({ ...draft, savedAt: Date.now() }));
    forgetEmptied(conversationId);
  }

  /** Where nothing is left to be said the hub is asked again when somebody comes back to it. */
  function forgetEmptied(except: string) {
    if (rows.size <= emptiedMost) return;
    for (const [id, draft] of rows) {
      if (id === except || draft.unsaved || !isEmpty(draft)) continue;
      rows.delete(id);
      save.delete(id);
    }
  }

  /** Unreachable, it stays in this browser until the next keystroke, or until it is opened again. */
  async function push(conversationId: string) {
    const pushed = read(conversationId);
    const { reply, replyHtml, files, actions, note, revision, unsaved } = pushed;
    if (!unsaved) return;
    const body = { reply, replyHtml, attachmentIds: files.map(({ id }) => id), actions: [...actions], note, basedOn: revision };
    try {
      const saved = await hub.call('saveDraft', { params: { id: conversationId }, body });
      const now = read(conversationId);
      keep(conversationId, { ...now, revision: saved.revision, unsaved: contentOf(now) !== contentOf(pushed) });
    } catch (thrown) {
      const theirs = thrown instanceof HubFailure ? thrown.facts?.draft : undefined;
      if (isDraft(theirs)) meet(conversationId, theirs);
    }
  }

  /** Two windows wrote: no word of either is lost. */
  function meet(conversationId: string, theirs: DraftView) {
    const ours = read(conversationId);
    const joined = joinDrafts(theirs, ours);
    keep(conversationId, { ...ours, ...joined, revision: theirs.revision, unsaved: true });
    void push(conversationId);
  }

  /** Of this window and of those that were closed while the line was down. */
  function unsaved(): string[] {
    const prefix = keyOf('');
    const stored = Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
    return [...new Set([...rows.keys(), ...stored])].filter((conversationId) => read(conversationId).unsaved);
  }

  function pushLater(conversationId: string) {
    const later = save.get(conversationId) ?? useDebounceFn(() => push(conversationId), quietMs);
    save.set(conversationId, later);
    void later();
  }

  function write(conversationId: string, draft: Draft) {
    const before = read(conversationId);
    const isNew = contentOf(before) !== contentOf(draft);
    keep(conversationId, { ...before, ...draft, unsaved: before.unsaved || isNew });
    if (isNew) pushLater(conversationId);
  }

  return {
    read,
    write,
    /** Looked at: what another window of mine wrote since comes here, what the hub has not got goes there. */
    async open(conversationId: string) {
      if (read(conversationId).unsaved) return push(conversationId);
      const found = await hub.call('getDraft', { params: { id: conversationId } }).catch(() => undefined);
      const now = read(conversationId);
      if (!found || now.unsaved || found.revision <= now.revision) return;
      const { updatedAt: _, ...theirs } = found;
      keep(conversationId, { ...now, ...theirs });
    },
    /** The line is back: what the hub has not got yet goes there. */
    pushAll: () => Promise.all(unsaved().map(push)),
    /** How many conversations have words here that the hub has not got. */
    unsavedCount: () => unsaved().filter((conversationId) => !isEmpty(read(conversationId))).length,
    /** The text goes back where it was written, also when something new was begun there. */
    giveBack(conversationId: string, kind: Draft['mode'], said: Said) {
      const known = read(conversationId);
      if (kind === 'note') return write(conversationId, { ...known, mode: kind, note: join(said.text, known.note) });
      const { text: reply, html: replyHtml = null, files = [], actions = [] } = said;
      write(conversationId, { ...known, mode: kind, ...joinDrafts({ reply, replyHtml, files, actions, note: '' }, known) });
    },
  };
});

const join = (first: string, second: string) => (first === second ? first : [first, second].filter(Boolean).join('\n'));

type Content = Omit<Draft, 'mode'>;

/** What was to be said, with all that goes along. */
export interface Said {
  readonly text: string;
  readonly html?: string | null | undefined;
  readonly files?: readonly UploadView[] | undefined;
  readonly actions?: readonly MacroAction[] | undefined;
}

const contentOf = ({ reply, replyHtml, files, actions, note }: Content) =>
  JSON.stringify([reply, replyHtml, files.map(({ id }) => id), actions, note]);

const isEmpty = (draft: Content) => contentOf({ ...draft, replyHtml: draft.reply === '' ? null : draft.replyHtml }) === contentOf(nothing);

const joinDrafts = (first: Content, second: Content): Content => ({
  reply: join(first.reply, second.reply),
  replyHtml: joinHtml(first, second),
  files: [...new Map([...first.files, ...second.files].map((file) => [file.id, file])).values()],
  actions: [...new Map([...first.actions, ...second.actions].map((action) => [action.do, action])).values()],
  note: join(first.note, second.note),
});

function joinHtml(first: Content, second: Content): string | null {
  if (first.replyHtml === second.replyHtml || (!first.replyHtml && !second.replyHtml)) return first.replyHtml;
  const parts = [first, second].map(({ reply, replyHtml }) => replyHtml ?? htmlOfText(reply));
  return parts.join('');
}

/** Plain words as the editor sets them: a paragraph a line. */
export const htmlOfText = (text: string) =>
  text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => `<p>${line.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)}</p>`)
        .join('');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const isDraft = (value: unknown): value is DraftView => typeof value === 'object' && value !== null && 'revision' in value;

interface Stored extends Partial<Kept> {
  readonly savedAt?: number;
}

/** Customers' words do not stay in a browser for ever. */
function prune() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('touchline.draft.') && (parse(localStorage.getItem(key)).savedAt ?? 0) < Date.now() - keptMs)
      localStorage.removeItem(key);
  }
}

function parse(json: string | null): Stored {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
}
