import type { Server } from 'socket.io';
import type { ChannelAdapter } from '../channel-adapter.ts';
import { roomOf, type Visitor } from './admit-visitor.ts';
import type { ChatNamespace, ChatSocket, Listening } from './chat-namespace.ts';
import { deliverMessage } from './deliver-message.ts';
import { addressRoom, type DoorSettings, keepDoor } from './keep-door.ts';
import { limitRate, type Rate } from './limit-visitors.ts';
import { createDeliveryReporter } from './report-delivery.ts';
import { type ChatLimits, serveVisitor } from './serve-visitor.ts';
import { tellWaiting } from './tell-waiting.ts';

export interface WebChatSettings extends DoorSettings {
  /** The hub's socket.io server; widgets use its namespace `/chat`. Give it `maxHttpBufferSize: 65_536`. */
  readonly io: Pick<Server, 'of'>;
  /** Longest message in characters, default 4000. */
  readonly maxTextLength?: number;
  /** Messages of one visitor, default 1 a second and 20 at once; an address may send ten times as many. */
  readonly messageRate?: Rate;
  /** How often visitors who wait are told where they stand, at most; default 10 seconds. */
  readonly waitingEveryMs?: number;
}

/** Web chat: the embedded widget talks to the hub over socket.io, in the words of `protocol.ts`. */
export function createWebChatAdapter(settings: WebChatSettings): ChannelAdapter {
  const namespace: ChatNamespace = settings.io.of('/chat');
  const limits = limitsOf(settings);
  const atDoor = keepDoor(namespace, settings);
  const admitted = new WeakMap<ChatSocket, Visitor>();
  let listening: Listening | undefined;

  namespace.use((socket, next) => {
    atDoor(socket, listening)
      .then((visitor) => void admitted.set(socket, visitor))
      .then(() => next(), next);
  });
  namespace.on('connection', (socket) => {
    const visitor = admitted.get(socket);
    if (!visitor || !listening) return void socket.disconnect(true);
    const address = addressRoom(socket, settings);
    void socket.join([visitor.room, address]);
    serveVisitor(socket, { ...visitor, address }, listening, limits);
  });

  return {
    channel: 'web_chat',
    textLimit: limits.textLimit,
    files: { count: 10, bytes: 20_000_000, asLinks: true },
    async listen(inboxes, intake) {
      const teller = tellWaiting(namespace, { intake }, settings.waitingEveryMs ?? 10_000);
      const current: Listening = { inboxes, intake, reporter: createDeliveryReporter(intake), teller, underWay: new Set() };
      listening = current;
      return async () => {
        if (listening !== current) return;
        listening = undefined;
        teller.stop();
        // Answers that are lost by this cost nothing: a widget sends again until answered.
        namespace.local.disconnectSockets(true);
        await Promise.all(current.underWay);
      };
    },
    async send(message) {
      const status = await deliverMessage(namespace, message, limits.textLimit);
      if (status === 'delivered') listening?.reporter.known(message.id, status);
      return { externalId: message.id, status };
    },
    showWriting: (inbox, to, agentName) => void namespace.to(roomOf(inbox, to)).emit('writing', agentName),
  };
}

function limitsOf({ maxTextLength = 4000, messageRate = { perSecond: 1, burst: 20 } }: WebChatSettings): ChatLimits {
  const { perSecond, burst } = messageRate;
  return {
    textLimit: maxTextLength,
    messages: limitRate(messageRate),
    messagesOfAddress: limitRate({ perSecond: perSecond * 10, burst: burst * 10 }),
    histories: limitRate({ perSecond: 2, burst: 30 }),
    writing: limitRate({ perSecond: 1, burst: 5 }),
  };
}
