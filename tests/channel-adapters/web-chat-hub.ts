import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { Server } from 'socket.io';
import { afterEach, beforeEach } from 'vitest';
import type { InboxAddress } from '../../channel-adapters/addresses.ts';
import type { ChannelAdapter, DeliveryReport, Intake } from '../../channel-adapters/channel-adapter.ts';
import type { ChatHandshake } from '../../channel-adapters/web-chat/protocol.ts';
import { createWebChatAdapter, type WebChatSettings } from '../../channel-adapters/web-chat/web-chat-adapter.ts';
import { type ChatRecord, openChatRecord } from './web-chat-record.ts';
import { openWindow, type Window } from './web-chat-window.ts';

export const shop: InboxAddress = { id: 'inbox-shop', channel: 'web_chat', address: 'shop-widget', language: 'en' };
export const otherShop: InboxAddress = { id: 'inbox-other', channel: 'web_chat', address: 'other-widget', language: 'zh-CN' };

export interface ChatServer {
  readonly url: string;
  readonly port: number;
  readonly io: Server;
  readonly adapter: ChannelAdapter;
  /** Stop listening to visitors, as before a restart. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** An agent writes to a visitor: recorded, then sent, as the hub does it. */
export async function reply(
  at: { record: ChatRecord; server: ChatServer },
  visitor: string,
  text: string,
  more: { inbox?: InboxAddress; id?: string } = {},
) {
  const { inbox = shop, id = crypto.randomUUID() } = more;
  const said = { id, text, agentName: 'Li Na 李娜', at: new Date() };
  at.record.rememberReply(inbox, visitor, said);
  const sent = await at.server.adapter.send?.({ ...said, inbox, to: visitor, files: [] });
  return { id, status: sent?.status };
}

export interface ChatServerOptions extends Partial<Omit<WebChatSettings, 'io'>> {
  readonly port?: number;
  readonly pages?: RequestListener;
  readonly adaptedBy?: Parameters<Server['adapter']>[0];
}

/** A real socket.io server with the adapter on it, on a port of the system's choice. */
export async function openChatServer(
  intake: Intake,
  { port = 0, pages, adaptedBy, ...settings }: ChatServerOptions = {},
): Promise<ChatServer> {
  const http = createServer(pages);
  const io = new Server(http, { transports: ['websocket'], maxHttpBufferSize: 65_536, ...(adaptedBy && { adapter: adaptedBy }) });
  const adapter = createWebChatAdapter({ io, ...settings });
  const stop = await adapter.listen?.([shop, otherShop], intake);
  const listeningOn = await listenOn(http, port);
  return {
    url: `http://127.0.0.1:${listeningOn}`,
    port: listeningOn,
    io,
    adapter,
    stop: async () => stop?.(),
    close: async () => {
      await stop?.();
      await io.close();
      http.closeAllConnections();
    },
  };
}

async function listenOn(http: HttpServer, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

export interface ChatStage {
  readonly record: ChatRecord;
  readonly server: ChatServer;
  /** One more server over the same record. */
  serve(options?: ChatServerOptions): Promise<ChatServer>;
  open(handshake?: Partial<ChatHandshake>, headers?: Record<string, string>, at?: ChatServer): Promise<Window>;
  reply(visitor: string, text: string, more?: { inbox?: InboxAddress; id?: string }): ReturnType<typeof reply>;
  /** Ids of our messages that were reported so, in order. */
  reported(status: DeliveryReport['status']): (string | undefined)[];
}

/** A fresh record and server for each test of the file; what a test opens is closed after it. */
export function setChatStage(options: ChatServerOptions = {}): ChatStage {
  const opened: { close(): unknown }[] = [];
  let record = openChatRecord();
  let server: ChatServer;
  const serve = async (more: ChatServerOptions = {}) => {
    const another = await openChatServer(record, more);
    opened.push(another);
    return another;
  };
  beforeEach(async () => {
    record = openChatRecord();
    server = await serve(options);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  return {
    get record() {
      return record;
    },
    get server() {
      return server;
    },
    serve,
    async open(handshake, headers, at = server) {
      const window = await openWindow(at, handshake, headers);
      opened.unshift(window);
      return window;
    },
    reply: (visitor, text, more) => reply({ record, server }, visitor, text, more),
    reported: (status) => record.reports.filter((report) => report.status === status).map(({ messageId }) => messageId),
  };
}
