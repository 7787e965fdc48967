import { io, type Socket } from 'socket.io-client';
import type { ConsoleToServer, EventName, ServerToConsole, WireEvent } from '../../server/contract/events.ts';
import { type Client, eventually, type TestHub } from './hub.ts';

/** The socket of an open console, with what it has heard so far. */
export interface ConsoleSocket {
  readonly socket: Socket<ServerToConsole, ConsoleToServer>;
  readonly heard: WireEvent[];
  /** Names of what was heard, in order; only these when given. */
  names(...only: EventName[]): EventName[];
  watch(conversationId: string): Promise<boolean>;
  replay(after: number): Promise<{ events: WireEvent[]; complete: boolean }>;
  close(): void;
}

export interface Ticket {
  readonly token?: string;
  readonly cookie?: string;
  readonly origin?: string;
}

/** Open a console's socket; rejects with the refusal when the hub does not let it in. */
export async function openConsole({ url }: Pick<TestHub, 'url'>, { token, cookie, origin }: Ticket): Promise<ConsoleSocket> {
  const socket: ConsoleSocket['socket'] = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
    auth: token ? { token } : {},
    extraHeaders: { ...(cookie ? { cookie } : {}), ...(origin ? { origin } : {}) },
  });
  const heard: WireEvent[] = [];
  socket.on('event', (event) => void heard.push(event));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
  return {
    socket,
    heard,
    names: (...only) => heard.map(({ name }) => name).filter((name) => only.length === 0 || only.includes(name)),
    watch: (conversationId) => socket.timeout(3000).emitWithAck('watch', conversationId),
    replay: (after) => socket.timeout(3000).emitWithAck('replay', after),
    close: () => void socket.disconnect(),
  };
}

/** Sit down at the desk: a console is open and the agent takes work. */
export async function sitDown(test: Pick<TestHub, 'url'>, agent: Client): Promise<ConsoleSocket> {
  const console = await openConsole(test, { token: agent.token });
  await agent.call('setStatus', { body: { status: 'available' } });
  // That they are there is written down a moment after the console was let in.
  await eventually(async () => {
    if (!(await agent.call('desk')).agent.present) throw new Error(`${agent.person.id} is not seen to be there`);
  });
  return console;
}
