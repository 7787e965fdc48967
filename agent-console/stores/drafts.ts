import { defineStore } from 'pinia';
import { useMe } from './me.ts';

export interface Draft {
  readonly reply: string;
  readonly note: string;
  readonly mode: 'reply' | 'note';
}

const keptMs = 14 * 86_400_000;

/** What someone began to write, by conversation; survives a reload, and only its author sees it on a shared machine. */
export const useDrafts = defineStore('drafts', () => {
  const me = useMe();
  const keyOf = (conversationId: string) => `touchline.draft.${me.id}.${conversationId}`;
  prune();

  return {
    read(conversationId: string): Draft {
      const { reply = '', note = '', mode } = parse(localStorage.getItem(keyOf(conversationId)));
      return { reply, note, mode: mode === 'note' ? 'note' : 'reply' };
    },
    write(conversationId: string, draft: Draft) {
      if (draft.reply === '' && draft.note === '') localStorage.removeItem(keyOf(conversationId));
      else localStorage.setItem(keyOf(conversationId), JSON.stringify({ ...draft, savedAt: Date.now() }));
    },
  };
});

interface Stored extends Partial<Draft> {
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
