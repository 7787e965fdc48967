import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import type { WireEvent } from '../../server/contract/events.ts';
import type { Bench, Plan } from './bench.ts';
import { openConsole } from './support/open-console.ts';
import { post } from './support/post.ts';
import { type Installation, startInstallation } from './support/start-installation.ts';
import { type Program, startProgram } from './support/start-program.ts';
import { median, percentile, ratio, rounded } from './support/summarise.ts';
import { writeMessages } from './support/write-messages.ts';

const CONSOLES = [50, 200];
const SAMPLES_A_ROUND = 10;

/**
 * From the moment a carrier sends its webhook to the moment the message is in every browser, against a bare socket.io
 * server that emits the very same events to as many clients when it is asked to over HTTP.
 */
export const measurePush: Bench = async (plan) => {
  const results: Record<string, object> = {};
  for (const consoles of CONSOLES) results[`with${consoles}Consoles`] = await measureWith(plan, consoles);
  return { aim: 'times the limit <= 2', ...results };
};

async function measureWith(plan: Plan, consoles: number): Promise<object> {
  const installation = await startInstallation(plan, { customers: 2000, agents: consoles });
  const limit = await startProgram(
    ['--import', 'tsx', fileURLToPath(new URL('./push-limit-server.ts', import.meta.url))],
    {},
    /listening on (\d+)/,
  );
  try {
    return await takeSamples(plan, installation, limit);
  } finally {
    await limit.stop();
    await installation.stop();
  }
}

interface Sample {
  readonly events: number;
  /** Milliseconds until half of the consoles, and until the last one, had the message. */
  readonly half: number;
  readonly last: number;
}

async function takeSamples(plan: Plan, { hub, sides, agentTokens }: Installation, limit: Program): Promise<object> {
  const limitUrl = `http://127.0.0.1:${limit.said}`;
  const ours = await Promise.all(agentTokens.map((token) => openConsole(hub.url, token)));
  const theirs = await Promise.all(agentTokens.map(() => connected(io(limitUrl, { transports: ['websocket'], forceNew: true }))));
  const agent = new Agent({ keepAlive: true });
  const messages = writeMessages(sides.hub.url, 2000, 1);
  await pause(2000);
  const pairs: { hub: Sample; limit: Sample }[] = [];
  for (let n = -SAMPLES_A_ROUND; n < plan.rounds * SAMPLES_A_ROUND; n++) {
    const webhook = messages.next().value;
    const { sample: first, events } = await sample(ours, () => post(agent, sides.hub.url, webhook));
    const second = await sample(theirs, () => post(agent, limitUrl, { body: JSON.stringify(events), headers: {} }));
    if (n >= 0) pairs.push({ hub: { ...first, events: events.length }, limit: { ...second.sample, events: events.length } });
  }
  for (const socket of [...ours, ...theirs]) socket.disconnect();
  agent.destroy();
  plan.say(`  ${agentTokens.length} consoles done`);
  return summarise(pairs);
}

type AnySocket = Pick<Socket, 'on' | 'off'>;

/** Post, and note when each client has the message; what follows it is waited for, but not counted. */
async function sample(
  sockets: readonly AnySocket[],
  send: () => Promise<number>,
): Promise<{ sample: Omit<Sample, 'events'>; events: WireEvent[] }> {
  const begun = performance.now();
  const events: WireEvent[] = [];
  const arrivals = sockets.map(
    (socket, i) =>
      new Promise<number>((arrived) => {
        const listen = (event: WireEvent) => {
          if (i === 0) events.push(event);
          if (event.name === 'message.received') arrived(performance.now() - begun);
        };
        socket.on('event', listen);
        void pause(REST).then(() => socket.off('event', listen));
      }),
  );
  const [times] = await Promise.all([Promise.all(arrivals), send(), pause(REST)]);
  return { sample: { half: median(times), last: percentile(times, 1) }, events };
}

/** Longer than one sample takes (milliseconds). */
const REST = 250;

function connected(socket: Socket): Promise<Socket> {
  return new Promise((ready, failed) => {
    socket.on('connect', () => ready(socket)).on('connect_error', failed);
  });
}

/** Messages on an open need are one event; those that open one are three or four. */
function summarise(pairs: readonly { hub: Sample; limit: Sample }[]): object {
  const appended = pairs.filter(({ hub }) => hub.events === 1);
  const opening = pairs.filter(({ hub }) => hub.events > 1);
  return {
    all: compare(pairs),
    ...(appended.length > 0 ? { onOpenNeed: compare(appended) } : {}),
    ...(opening.length > 0 ? { newNeed: compare(opening) } : {}),
  };
}

function compare(pairs: readonly { hub: Sample; limit: Sample }[]): object {
  const of = (side: 'hub' | 'limit', which: 'half' | 'last') => pairs.map((pair) => pair[side][which]);
  const one = (which: 'half' | 'last') => ({
    hubMs: rounded(median(of('hub', which))),
    limitMs: rounded(median(of('limit', which))),
    timesTheLimit: ratio(of('hub', which), of('limit', which)).ratio,
  });
  return { samples: pairs.length, halfOfTheConsoles: one('half'), lastConsole: one('last') };
}
