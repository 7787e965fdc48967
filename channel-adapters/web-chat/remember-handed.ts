import type { ChatSocket } from './chat-namespace.ts';

const most = 1000;

/**
 * Which messages of ours this window was given and has not shown yet, oldest first. Only these can be reported as read by
 * it: a visitor cannot speak about anybody else's messages.
 */
export function rememberHanded(socket: ChatSocket) {
  const handed = new Set<string>();
  const add = (ids: readonly string[]) => {
    for (const id of ids) handed.add(id);
    for (const oldest of handed) if (handed.size > most) handed.delete(oldest);
  };
  // Also those that another node sends: they leave through this socket.
  socket.onAnyOutgoing((event: string, message: { id: string }) => {
    if (event === 'message') add([message.id]);
  });
  return {
    add,
    takeUpTo(messageId: unknown): string[] {
      const inOrder = [...handed];
      const last = typeof messageId === 'string' ? inOrder.indexOf(messageId) : -1;
      const seen = inOrder.slice(0, last + 1);
      for (const id of seen) handed.delete(id);
      return seen;
    },
  };
}
