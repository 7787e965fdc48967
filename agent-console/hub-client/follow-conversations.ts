import type { Socket } from 'socket.io-client';
import type { Attending, ConsoleToServer, ServerToConsole } from '../../server/contract/events.ts';

/** The conversations that are on screen here. */
export interface Following {
  /** Follow a conversation, also after a reconnect; false when it may not be seen. */
  watch(conversationId: string): Promise<boolean>;
  unwatch(conversationId: string): void;
  /** Tell the others who follow it what I do in a conversation. */
  attend(conversationId: string, doing: Attending['doing']): void;
  /** Let a customer see that I write to them. */
  answering(conversationId: string): void;
}

type HubSocket = Socket<ServerToConsole, ConsoleToServer>;

/** Following over this socket; `rejoin` after each connect, `leave` when nobody looks any more. */
export function followConversations(socket: HubSocket, answerMs: number): Following & { rejoin(): void; leave(): void } {
  const watched = new Set<string>();
  return {
    rejoin: () => {
      for (const id of watched) socket.emit('watch', id, () => undefined);
    },
    leave: () => watched.clear(),
    async watch(conversationId) {
      watched.add(conversationId);
      if (!socket.connected) return true;
      return socket
        .timeout(answerMs)
        .emitWithAck('watch', conversationId)
        .catch(() => true);
    },
    unwatch(conversationId) {
      watched.delete(conversationId);
      if (socket.connected) socket.emit('unwatch', conversationId);
    },
    attend(conversationId, doing) {
      if (socket.connected) socket.emit('attend', conversationId, doing);
    },
    answering(conversationId) {
      if (socket.connected) socket.emit('answering', conversationId);
    },
  };
}
