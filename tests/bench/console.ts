import { execFileSync } from 'node:child_process';
import { Agent } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../../server/project-root.ts';
import type { Bench, Plan } from './bench.ts';
import { addCustomers, addPeople } from './support/add-people.ts';
import { goWithin, type Load, loadDesk, scrollRows, signedIn } from './support/desk-page.ts';
import { addAgentsAtWork, addLongTicket, addOwnTickets, addSignedIn, addTickets, type LongTicket } from './support/fill-desk.ts';
import { openConsole } from './support/open-console.ts';
import { post } from './support/post.ts';
import { query } from './support/query.ts';
import { noteArrivals, rush, takeArrivals, watchPage } from './support/shift.ts';
import { startCluster } from './support/start-cluster.ts';
import { type HubProgram, startHub } from './support/start-hub.ts';
import { median, percentile, rounded } from './support/summarise.ts';
import { timeActs, timeSwitching } from './support/time-acts.ts';
import { writeMessages } from './support/write-messages.ts';

const TICKETS = 10_000;
const EVENTS_A_SECOND = 50;
/** Of whoever sits at the desk, and of the house the board shows. */
const [OWN_TICKETS, AGENTS] = [300, 1_000];
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
    const email = await addSignedIn(url, 'agent');
    const customers = Math.ceil(plan.minutes * 60 * EVENTS_A_SECOND) + 1_000;
    await addCustomers(url, customers);
    await addTickets(url, TICKETS);
    await addOwnTickets(url, email, OWN_TICKETS);
    await addAgentsAtWork(url, AGENTS);
    const [short, long] = [await addLongTicket(url, 50), await addLongTicket(url, 2_000)];
    const tokens = await addPeople(url, 'agent', 50);
    const hub = await startHub(cluster, 'hub');
    try {
      return {
        aim: 'memory and delay after the shift as before it',
        firstLoad: await measureLoads(plan, browser, hub, email),
        opening: await measureOpening(plan, browser, hub, email, { short, long }),
        acts: await measureActs(plan, browser, hub, email, long),
        scrolling: await measureScrolling(plan, browser, hub, email),
        live: await measureShift(plan, { browser, hub, email, tokens, url, customers }, short),
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

/** What is done all day at the desk: going from contact to contact, the command bar, writing below a long conversation. */
async function measureActs(
  plan: Plan,
  browser: Browser,
  { url }: HubProgram,
  email: string,
  { conversationId }: LongTicket,
): Promise<object> {
  const context = await signedIn(browser, url, email);
  const page = await context.newPage();
  await loadDesk(page, url);
  const switching = await timeSwitching(page, 2 * plan.rounds);
  await goWithin(page, `/desk/${conversationId}`, `[data-conversation="${conversationId}"] [data-test="entry"]`);
  const told = { switching, ...(await timeActs(page)) };
  await context.close();
  plan.say(`  acts: ${JSON.stringify(told)}`);
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
  /** Of agents who come and go while it lasts. */
  readonly tokens: readonly string[];
  readonly url: string;
  readonly customers: number;
}

/**
 * A desk with many tickets of its own and an open conversation that hears a note every second, and the supervisor's board,
 * while the queue they belong to is busy; both are looked at each minute.
 */
async function measureShift(plan: Plan, shift: Shift, { conversationId }: LongTicket): Promise<object> {
  const { browser, hub, email, tokens, url, customers } = shift;
  const [token = ''] = tokens;
  const desk = await openPage(browser, hub.url, email, `/desk/${conversationId}`, '[data-test="entry"]');
  const board = await openPage(browser, hub.url, await addSignedIn(url, 'supervisor'), '/queues', '[data-test="agent-card"]');
  await noteArrivals(desk);
  const socket = await openConsole(hub.url, token);
  let events = 0;
  socket.on('event', () => {
    events += 1;
  });
  const [inbox] = await query<{ id: string }>(url, `select id from inboxes where channel = 'sms'`);
  const messages = writeMessages(`${hub.url}/webhooks/${inbox?.id}/message`, customers);
  const agent = new Agent({ keepAlive: true });
  let acts = 0;
  // Of five things that happen one is an agent who goes for something else.
  const send = () => {
    acts += 1;
    if (acts % 5 > 0) return post(agent, `${hub.url}/webhooks/${inbox?.id}/message`, messages.next().value);
    return goAway(hub.url, tokens[acts % tokens.length] ?? token, acts % 2 === 0 ? 'break' : 'meeting');
  };
  const settings = { hub: hub.url, token, conversationId, pace: EVENTS_A_SECOND, events: () => events, send };
  const looks = { desk: await watchPage(desk), board: await watchPage(board) };
  await rush(20, settings);
  const minutes: object[] = [{ desk: await looks.desk(0), board: await looks.board(0) }];
  for (let minute = 1; minute <= plan.minutes; minute++) {
    const before = events;
    const delayMs = delay(await rush(60, settings), await takeArrivals(desk));
    minutes.push({ events: events - before, delayMs, desk: await looks.desk(minute), board: await looks.board(minute) });
    plan.say(`  live: ${JSON.stringify(minutes.at(-1))}`);
  }
  socket.disconnect();
  agent.destroy();
  await Promise.all([desk, board].map((page) => page.context().close()));
  return { ownTickets: OWN_TICKETS, agents: AGENTS, minutes };
}

async function openPage(browser: Browser, url: string, email: string, address: string, shown: string): Promise<Page> {
  const page = await (await signedIn(browser, url, email)).newPage();
  await page.goto(`${url}${address}`);
  await page.locator(shown).first().waitFor();
  return page;
}

const goAway = (url: string, token: string, reason: string) =>
  fetch(`${url}/api/me/status`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'away', reason }),
  });

/** From sending to being on screen, of the notes that were on screen by then (milliseconds). */
function delay(sent: ReadonlyMap<string, number>, arrivals: Record<string, number>) {
  const took = [...sent].flatMap(([text, at]) => (arrivals[text] ? arrivals[text] - at : []));
  return { seen: took.length, p50: rounded(median(took)), p95: rounded(percentile(took, 0.95)) };
}
