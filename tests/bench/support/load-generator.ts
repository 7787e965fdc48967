import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { LoadOrder, type LoadReport } from './load-orders.ts';
import { post } from './post.ts';
import { percentile } from './summarise.ts';
import { type SignedRequest, writeMessages } from './write-messages.ts';

// A process of its own: what asks must not slow down what answers more than a real carrier would.
const streams = new Map<string, Iterator<SignedRequest, never>>();

process.on('message', (given) => {
  drive(LoadOrder.parse(given)).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function drive(order: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.concurrency });
  const stream = streams.get(order.url) ?? writeMessages(order.url, order.customers);
  streams.set(order.url, stream);
  const times: number[] = [];
  let failed = 0;
  const send = async (due: number) => {
    const status = await post(agent, order.url, stream.next().value);
    if (status !== 200) failed++;
    times.push(performance.now() - due);
  };
  const begun = performance.now();
  await (order.perSecond ? steadily(order.perSecond, order.seconds, send) : flatOut(order, send));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return {
    answered: times.length,
    failed,
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
  };
}

type Send = (due: number) => Promise<void>;

async function flatOut({ concurrency, seconds }: LoadOrder, send: Send): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  const worker = async () => {
    while (performance.now() < deadline) await send(performance.now());
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** Requests leave when they are due, not when the last one was answered: a slow answer must not hide the next. */
async function steadily(perSecond: number, seconds: number, send: Send): Promise<void> {
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begun + (n * 1000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    sent.push(send(due));
  }
  await Promise.all(sent);
}
