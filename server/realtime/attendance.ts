import { randomUUID } from 'node:crypto';
import type { Caller } from '../auth/identify-caller.ts';
import type { Attending } from '../contract/events.ts';
import { room } from './audience.ts';
import type { ConsoleSocket } from './relay-events.ts';

/** A window tells no more often than this; whatever is over it is dropped. */
const NEWS_PER_WINDOW = 20;
const WINDOW_MS = 10_000;

const doings: readonly unknown[] = ['viewing', 'typing', 'gone'] satisfies Attending['doing'][];
const isDoing = (word: unknown): word is Attending['doing'] => doings.includes(word);

/**
 * Who else looks at a conversation, or writes in it. Nothing of it is stored: a window tells the others that follow the same
 * conversation, on whichever node, what its person does, and again every some seconds; who falls silent is forgotten by them.
 * Only who was let in to follow a conversation hears of it, or is heard.
 */
export function serveAttendance(
  socket: ConsoleSocket,
  { id, name }: Pick<Caller, 'id' | 'name'>,
): { join(conversationId: string): void; leave(conversationId: string): void } {
  const windowId = randomUUID();
  const mayTell = limit();
  const tell = (conversationId: string, doing: Attending['doing']) =>
    void socket.to(room.conversation(conversationId)).emit('attending', { conversationId, windowId, agent: { id, name }, doing });

  socket.on('attend', (conversationId, doing) => {
    if (typeof conversationId !== 'string' || !isDoing(doing) || !socket.rooms.has(room.conversation(conversationId))) return;
    if (doing === 'gone' || mayTell()) tell(conversationId, doing);
  });
  socket.on('disconnecting', () => {
    for (const joined of socket.rooms)
      if (joined.startsWith(room.conversation(''))) tell(joined.slice(room.conversation('').length), 'gone');
  });
  return {
    /** Those who are there already say so, and so does whoever has come. */
    join(conversationId) {
      socket.emit('who_is_there', conversationId);
      socket.to(room.conversation(conversationId)).emit('who_is_there', conversationId);
    },
    leave: (conversationId) => tell(conversationId, 'gone'),
  };
}

function limit(): () => boolean {
  let told: number[] = [];
  return () => {
    const now = Date.now();
    told = told.filter((at) => at > now - WINDOW_MS);
    if (told.length >= NEWS_PER_WINDOW) return false;
    told.push(now);
    return true;
  };
}
