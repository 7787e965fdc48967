import { execFileSync } from 'node:child_process';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../../server/project-root.ts';
import type { Bench, Plan } from './bench.ts';
import { addCustomers, addPeople } from './support/add-people.ts';
import { goWithin, type Load, loadDesk, memoryOf, scrollRows, signedIn } from './support/desk-page.ts';
import { addLongTicket, addSignedIn, addTickets, type LongTicket } from './support/fill-desk.ts';
import { openConsole } from './support/open-console.ts';
import { post } from './support/post.ts';
import { query } from './support/query.ts';
import { startCluster } from './support/start-cluster.ts';
import { type HubProgram, startHub } from './support/start-hub.ts';
import { median, percentile, rounded } from './support/summarise.ts';
import { writeMessages } from './support/write-messages.ts';

const TICKETS = 10_000;
const EVENTS_A_SECOND = 50;
/** Height of a row of the ticket list, of which only those in sight are drawn. */
const ROW = 44;

/** The console in a real browser: first load, opening, scrolling, and a long shift with much going on. */
export const measureConsole: Bench = async (plan) => {
  buildConsole();
  const cluster = await startCluster(false);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  try {
    await cluster.create('hub', 'template0');
    await (await startHub(cluster, 'hub')).stop();
    const url = cluster.url('hub');
    const email = await addSignedIn(url);
    const customers = Math.ceil(plan.minutes * 60 * EVENTS_A_SECOND) + 1_000;
    await addCustomers(url, customers);
    await addTickets(url, TICKETS);
    const [short, long] = [await addLongTicket(url, 50), await addLongTicket(url, 2_000)];
    const [token = ''] = await addPeople(url, 'agent', 1);
    const hub = await startHub(cluster, 'hub');
    try {
      return {
        aim: 'memory and delay after the shift as before it',
        firstLoad: await measureLoads(plan, browser, hub, email),
        opening: await measureOpening(plan, browser, hub, email, { short, long }),
        scrolling: await measureScrolling(plan, browser, hub, email),
        live: await measureShift(plan, { browser, hub, email, token, url, customers }, short),
      };
    } finally {
      await hub.stop();
    }
  } finally {
    await browser.close();
    await cluster.stop();
  }
};

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

function buildConsole(): void {
  const build = `await (await import('./scripts/steps/build-parts.mjs')).buildParts()`;
  execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: projectRoot, stdio: ['ignore', process.stderr, 'inherit'] });
}

/** Cold, again with all that the first visit left behind, and cold on a slow line. */
async function measureLoads(plan: Plan, browser: Browser, { url }: HubProgram, email: string): Promise<object> {
  const loads: Record<'cold' | 'again' | 'coldOnSlowLine', Load[]> = { cold: [], again: [], coldOnSlowLine: [] };
  for (let round = 0; round <= plan.rounds; round++) {
    const [context, slow] = [await signedIn(browser, url, email), await signedIn(browser, url, email)];
    const page = await context.newPage();
    const cold = await loadDesk(page, url);
    await page.evaluate('navigator.serviceWorker.ready');
    const again = await loadDesk(page, url);
    const coldOnSlowLine = await loadDesk(await slow.newPage(), url, true);
    // The first round warms the hub up.
    if (round > 0) for (const [name, load] of Object.entries({ cold, again, coldOnSlowLine })) if (isLoad(name)) loads[name].push(load);
    await Promise.all([context.close(), slow.close()]);
  }
  const told = Object.fromEntries(Object.entries(loads).map(([name, all]) => [name, summariseLoads(all)]));
  plan.say(`  first load: ${JSON.stringify(told)}`);
  return told;
}

const isLoad = (name: string): name is 'cold' | 'again' | 'coldOnSlowLine' => ['cold', 'again', 'coldOnSlowLine'].includes(name);

const summariseLoads = (loads: readonly Load[]) => ({
  ms: rounded(median(loads.map(({ ms }) => ms))),
  requests: median(loads.map(({ requests }) => requests)),
  kilobytes: rounded(median(loads.map(({ bytes }) => bytes)) / 1_000),
});

/** A ticket from within the console until its newest entries are painted. */
async function measureOpening(
  plan: Plan,
  browser: Browser,
  { url }: HubProgram,
  email: string,
  tickets: Record<string, LongTicket>,
): Promise<object> {
  const context = await signedIn(browser, url, email);
  const page = await context.newPage();
  const told: Record<string, object> = {};
  await loadDesk(page, url);
  for (const [name, { number, conversationId }] of Object.entries(tickets)) {
    const took: number[] = [];
    for (let round = 0; round <= plan.rounds; round++) {
      await goWithin(page, '/desk', '.work');
      const ms = await goWithin(page, `/tickets/${number}`, `[data-conversation="${conversationId}"] [data-test="entry"]`);
      if (round > 0) took.push(ms);
    }
    told[name] = { ms: rounded(median(took)), p95: rounded(percentile(took, 0.95)) };
  }
  await context.close();
  plan.say(`  opening: ${JSON.stringify(told)}`);
  return told;
}

async function measureScrolling(plan: Plan, browser: Browser, { url }: HubProgram, email: string): Promise<object> {
  const context = await signedIn(browser, url, email);
  const page = await context.newPage();
  await page.goto(`${url}/tickets`);
  await page.locator('[data-test="ticket-row"]').first().waitFor();
  const told = await scrollRows(page, '[data-test="ticket-rows"]', TICKETS, ROW);
  await context.close();
  plan.say(`  scrolling: ${JSON.stringify(told)}`);
  return { ...told, dropped: rounded(told.dropped), longestMs: rounded(told.longestMs) };
}

interface Shift {
  readonly browser: Browser;
  readonly hub: HubProgram;
  readonly email: string;
  readonly token: string;
  readonly url: string;
  readonly customers: number;
}

/** An open conversation that hears a note now and then, while the queue it belongs to is busy. */
async function measureShift(
  plan: Plan,
  { browser, hub, email, token, url, customers }: Shift,
  { conversationId }: LongTicket,
): Promise<object> {
  const context = await signedIn(browser, hub.url, email);
  const page = await context.newPage();
  await page.goto(`${hub.url}/desk/${conversationId}`);
  await page.locator('[data-test="entry"]').first().waitFor();
  await noteArrivals(page);
  const session = await context.newCDPSession(page);
  const socket = await openConsole(hub.url, token);
  let events = 0;
  socket.on('event', () => {
    events += 1;
  });
  const [inbox] = await query<{ id: string }>(url, `select id from inboxes where channel = 'sms'`);
  const messages = writeMessages(`${hub.url}/webhooks/${inbox?.id}/message`, customers);
  const agent = new Agent({ keepAlive: true });
  const settings = {
    hub: hub.url,
    token,
    conversationId,
    send: () => post(agent, `${hub.url}/webhooks/${inbox?.id}/message`, messages.next().value),
  };
  await rush(10, settings, () => events);
  const before = await memoryOf(session);
  const early = await rush(20, settings, () => events);
  await rush(Math.max(0, plan.minutes * 60 - 40), settings, () => events);
  const late = await rush(20, settings, () => events);
  const after = await memoryOf(session);
  const arrivals = await page.evaluate<Record<string, number>>('window.arrivals');
  socket.disconnect();
  agent.destroy();
  await context.close();
  const delay = (sent: ReadonlyMap<string, number>) =>
    rounded(median([...sent].flatMap(([text, at]) => (arrivals[text] ? arrivals[text] - at : []))));
  const told = { minutes: plan.minutes, events, delayMs: { start: delay(early), end: delay(late) }, memory: { start: before, end: after } };
  plan.say(`  live: ${JSON.stringify(told)}`);
  return told;
}

/** The page notes when each line came on screen; both sides read the same clock. */
const noteArrivals = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    window.arrivals = {};
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) {
        const [text] = (node.textContent ?? '').match(/beat \\d+/) ?? [];
        if (text) window.arrivals[text] ??= Date.now();
      }
    }).observe(document.body, { childList: true, subtree: true });
  })()`);

interface Rush {
  readonly hub: string;
  readonly token: string;
  readonly conversationId: string;
  send(): Promise<number>;
}

/** So many seconds at the pace that was asked for; a note in the open conversation every second. Returns when each note was sent. */
async function rush(
  seconds: number,
  { hub, token, conversationId, send }: Rush,
  events: () => number,
): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  const [begun, base] = [Date.now(), events()];
  while (Date.now() < begun + seconds * 1_000) {
    const due = ((Date.now() - begun) / 1_000) * EVENTS_A_SECOND;
    if (Math.floor((Date.now() - begun) / 1_000) >= sent.size) {
      const text = `beat ${Date.now()}`;
      sent.set(text, Date.now());
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      void fetch(`${hub}/api/conversations/${conversationId}/notes`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ clientId: crypto.randomUUID(), text }),
      });
    }
    if (events() - base < due) await send();
    else await pause(5);
  }
  return sent;
}
