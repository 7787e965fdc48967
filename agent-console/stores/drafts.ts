import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { DraftView } from '../../server/contract/entities.ts';
import { HubFailure } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useMe } from './me.ts';

export interface Draft {
  readonly reply: string;
  readonly note: string;
  readonly mode: 'reply' | 'note';
}

const keptMs = 14 * 86_400_000;
/** How long after the last keystroke the hub hears of it (milliseconds). */
const quietMs = 600;

interface Kept extends Draft {
  /** Of what the hub has. */
  readonly revision: number;
  /** The hub has not got it yet. */
  readonly unsaved: boolean;
}

const nothing: Kept = { reply: '', note: '', mode: 'reply', revision: 0, unsaved: false };

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
    if (draft.reply === '' && draft.note === '' && !draft.unsaved) localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), JSON.stringify({ ...draft, savedAt: Date.now() }));
  }

  /** Unreachable, it stays in this browser until the next keystroke, or until it is opened again. */
  async function push(conversationId: string) {
    const { reply, note, revision, unsaved } = read(conversationId);
    if (!unsaved) return;
    try {
      const saved = await hub.call('saveDraft', { params: { id: conversationId }, body: { reply, note, basedOn: revision } });
      const now = read(conversationId);
      keep(conversationId, { ...now, revision: saved.revision, unsaved: now.reply !== reply || now.note !== note });
    } catch (thrown) {
      const theirs = thrown instanceof HubFailure ? thrown.facts?.draft : undefined;
      if (isDraft(theirs)) meet(conversationId, theirs);
    }
  }

  /** Two windows wrote: no word of either is lost. */
  function meet(conversationId: string, theirs: DraftView) {
    const ours = read(conversationId);
    const joined = { reply: join(theirs.reply, ours.reply), note: join(theirs.note, ours.note) };
    keep(conversationId, { ...ours, ...joined, revision: theirs.revision, unsaved: true });
    void push(conversationId);
  }

  function pushLater(conversationId: string) {
    const later = save.get(conversationId) ?? useDebounceFn(() => push(conversationId), quietMs);
    save.set(conversationId, later);
    void later();
  }

  function write(conversationId: string, draft: Draft) {
    const before = read(conversationId);
    const isNew = before.reply !== draft.reply || before.note !== draft.note;
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
      keep(conversationId, { ...now, reply: found.reply, note: found.note, revision: found.revision });
    },
    /** The text goes back where it was written, also when something new was begun there. */
    giveBack(conversationId: string, kind: Draft['mode'], words: string) {
      const known = read(conversationId);
      write(conversationId, { ...known, mode: kind, [kind]: join(words, known[kind]) });
    },
  };
});

const join = (first: string, second: string) => (first === second ? first : [first, second].filter(Boolean).join('\n'));

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
