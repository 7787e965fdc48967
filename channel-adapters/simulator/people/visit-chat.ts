import { createHash, createHmac } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { ChatHandshake, ChatMessage, HubToVisitor, VisitorToHub } from '../../web-chat/protocol.ts';
import type { Carrier } from '../carrier/carrier.ts';
import type { SimulatedPerson } from '../settings.ts';

export interface ChatLine {
  readonly id: string;
  readonly from: 'visitor' | 'agent';
  readonly agentName?: string | undefined;
  readonly text: string;
  readonly at: Date;
  state: 'sending' | 'sent' | 'refused';
  problem?: string;
}

export type ChatSocket = Socket<HubToVisitor, VisitorToHub>;

/** Someone with the chat widget open. */
export interface ChatVisit {
  readonly person: SimulatedPerson;
  /** Key of the widget. */
  readonly inbox: string;
  readonly socket: ChatSocket;
  readonly lines: ChatLine[];
  /** Heard of every new line of an agent. */
  readonly listeners: ((line: ChatLine) => void)[];
  /** Why the hub does not let this visitor in, when it said so. */
  problem?: string | undefined;
  closed: boolean;
}

/** Open the widget with this key, signed in when the person is a known customer, and read what was said before. */
export function visitChat(carrier: Carrier, person: SimulatedPerson, inbox: string): ChatVisit {
  const address = `${carrier.settings.publicUrl.replace(/\/+$/, '')}/chat`;
  const auth = handshake(carrier, person, inbox);
  const socket: ChatSocket = io(address, { transports: ['websocket'], auth, forceNew: true, reconnectionDelayMax: 3_000 });
  const visit: ChatVisit = { person, inbox, socket, lines: [], listeners: [], closed: false };
  const add = (message: ChatMessage) => addLine(carrier, visit, message);
  socket.on('said', add);
  socket.on('message', (message, received) => {
    add(message);
    received();
    socket.emit('seen', message.id);
  });
  socket.on('connect', () => {
    visit.problem = undefined;
    readHistory(socket, 0, add);
  });
  socket.on('connect_error', (refusal) => {
    visit.problem = refusal.message;
    carrier.changed(person.id);
  });
  return visit;
}

export function closeChat(visit: ChatVisit): void {
  visit.closed = true;
  visit.socket.close();
}

function handshake({ settings }: Carrier, { id, name, language, customerId }: SimulatedPerson, inbox: string): ChatHandshake {
  // The same browser every time: a conversation goes on after the simulator was started again.
  const visitor = createHash('sha256').update(`simulated visitor ${id}`).digest('base64url');
  if (!customerId) return { inbox, visitor, language, name };
  const signature = createHmac('sha256', settings.identitySecret).update(customerId).digest('hex');
  return { inbox, visitor, language, name, identity: { customerId, signature } };
}

function addLine(carrier: Carrier, visit: ChatVisit, message: ChatMessage): void {
  if (visit.lines.some(({ id }) => id === message.id)) return;
  const line: ChatLine = {
    id: message.id,
    from: message.from,
    agentName: message.agentName,
    text: message.text,
    at: new Date(message.at),
    state: 'sent',
  };
  visit.lines.push(line);
  visit.lines.sort((one, other) => one.at.getTime() - other.at.getTime());
  carrier.changed(visit.person.id);
  if (line.from === 'agent') for (const listener of visit.listeners) listener(line);
}

function readHistory(socket: ChatSocket, afterSeq: number, add: (message: ChatMessage) => void): void {
  socket.emit('history', afterSeq, (messages, problem) => {
    messages.forEach(add);
    const last = messages.at(-1)?.seq;
    if (!problem && last !== undefined && last > afterSeq) readHistory(socket, last, add);
  });
}
