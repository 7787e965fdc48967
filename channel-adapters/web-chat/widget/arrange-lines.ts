import type { ChatMessage } from '../protocol.ts';
import type { Chat } from './chat.ts';
import type { Language, Words } from './words.ts';

/** One line on the screen, and the key by which it is found again when it changes. */
export type Line = { readonly key: string; readonly day: string } | { readonly key: string; readonly message: ShownMessage };

export interface ShownMessage extends Entry {
  /** When it was said, as the reader's language writes it. */
  readonly time: string;
  /** First and last of those that follow each other from one side. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** The visitor's newest: the one whose fate they watch. */
  readonly newest: boolean;
}

interface Entry {
  readonly id: string;
  readonly from: 'visitor' | 'agent';
  readonly author: string;
  readonly text: string;
  readonly files: NonNullable<ChatMessage['files']>;
  readonly at: number;
  readonly status: 'said' | 'sending' | 'waiting' | 'refused';
}

/** The conversation as it is shown: what was said, then what still goes out, with a line where a day begins. */
export function arrangeLines(chat: Chat, language: Language, words: Words): Line[] {
  const days = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'long' });
  const times = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const entries = [...saidEntries(chat, words), ...unsentEntries(chat, words)].map((entry) => ({ ...entry, day: days.format(entry.at) }));
  const newest = entries.findLast(({ from }) => from === 'visitor')?.id;
  return entries.flatMap(({ day, ...entry }, index): Line[] => {
    const [before, after] = [entries[index - 1], entries[index + 1]];
    const follows = (other: typeof before) => other?.day === day && other.from === entry.from && other.author === entry.author;
    const message = {
      ...entry,
      time: times.format(entry.at),
      begins: !follows(before),
      ends: !follows(after),
      newest: entry.id === newest,
    };
    const line = { key: entry.id, message };
    return before?.day === day ? [line] : [{ key: `day ${day}`, day }, line];
  });
}

function saidEntries(chat: Chat, words: Words): Entry[] {
  return chat.said().map(({ id, from, agentName = words.agent, text, files = [], at }) => {
    const author = from === 'agent' ? agentName : words.you;
    return { id, from, author, text, files, at: Date.parse(at), status: 'said' };
  });
}

function unsentEntries(chat: Chat, words: Words): Entry[] {
  const pending = chat.connection() === 'online' ? 'sending' : 'waiting';
  return chat.unsent().map(({ id, text, at, refused }) => {
    return { id, from: 'visitor', author: words.you, text, files: [], at, status: refused ? 'refused' : pending };
  });
}
