import { createServer, type Server as HttpServer } from 'node:http';
import path from 'node:path';
import pino from 'pino';
import { v7 as uuid } from 'uuid';
import { sanitiseMailHtml } from '../channel-adapters/email/sanitise-html.ts';
import { sanitiseRichText } from '../channel-adapters/email/sanitise-rich-text.ts';
import { makeChannels } from '../channel-adapters/registry.ts';
import { refreshAllRooms } from './agents/refresh-room.ts';
import { firstAdmin } from './auth/first-admin.ts';
import { ensureInboxes, firstConfiguration } from './catalog/first-configuration.ts';
import { catalogReader } from './catalog/read-catalog.ts';
import { type Clock, wallClock } from './clock.ts';
import type { Config } from './config.ts';
import { noteWhatIsFound } from './configuration/note-what-is-found.ts';
import { type Database, openDatabase } from './db/database.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { freePort } from './db/free-port.ts';
import { migrate } from './db/migrate.ts';
import type { Demo } from './demo.ts';
import { StartError } from './errors.ts';
import { eventFeed } from './events/feed.ts';
import { mendTransactions } from './events/mend-transactions.ts';
import { concernsCatalog, concernsRouter } from './events/reactions.ts';
import { singleFlight } from './events/single-flight.ts';
import { beginSweeps } from './follow-ups/sweep-follow-ups.ts';
import { makeApp } from './http/app.ts';
import { clientAddress, proxiesAmong } from './http/client-address.ts';
import type { Hub } from './hub.ts';
import { catchUp, listen } from './intake/listen.ts';
import { startHeartbeat } from './jobs/heartbeat.ts';
import { startJobs } from './jobs/run-jobs.ts';
import { makeCounters } from './metrics/counters.ts';
import { openSockets, type Sockets, serveConsoles } from './realtime/console-sockets.ts';
import { offerTasks } from './routing/offer-tasks.ts';
import { keepUp } from './search/keep-up.ts';
import { startCourier } from './webhooks/courier.ts';

export interface RunningHub {
  readonly hub: Hub;
  readonly url: string;
  /** The demo's people and simulator; undefined outside demo mode. */
  readonly demo: Demo | undefined;
  /** The first admin of a new installation, shown once. */
  readonly admin: { email: string; password: string } | undefined;
  readonly smtpPort: number;
  stop(): Promise<void>;
}

type Stop = () => unknown;

/** Bring up one node. Whatever was begun is stopped again in reverse order, on `stop` as on a failed start. */
export async function startHub(given: Config, options: { clock?: Clock; log?: pino.Logger } = {}): Promise<RunningHub> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return { ...(await bringUp(given, options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(given: Config, options: { clock?: Clock; log?: pino.Logger }, stops: Stop[]): Promise<Omit<RunningHub, 'stop'>> {
  const log = options.log ?? pino({ level: given.logLevel, redact: ['*.password', '*.secret', '*.authToken'] });
  const server = createServer((_, response) => response.writeHead(503, { 'retry-after': '2' }).end('starting'));
  const port = await takePort(server, given);
  stops.push(() => closeServer(server));
  const config = await withPorts(given, port);

  const { db, url } = await openStore(config, stops);
  const demo = config.demo ? await demoOf(config, db, options.clock ?? wallClock) : undefined;
  if (demo) stops.push(demo.stop);
  const admin = config.demo ? undefined : await firstAdmin(db);
  await firstConfiguration(db);
  await ensureInboxes(db, config);
  await db.transact(async (tx) => refreshAllRooms(tx));

  let serving = false;
  const sockets = openSockets(server, db, log, () => serving);
  const { io } = sockets;
  stops.push(() => leaveRooms(sockets, server));
  const feed = eventFeed(db, url);
  const isProxy = proxiesAmong(config.trustedProxies);
  const hub: Hub = {
    nodeId: uuid(),
    config,
    db,
    log,
    feed,
    clock: options.clock ?? wallClock,
    catalog: catalogReader(db),
    counters: makeCounters(),
    channels: makeChannels({
      ...(config.twilio
        ? {
            twilio: {
              ...config.twilio,
              apiUrl: demo && config.twilio.simulated ? demo.carrierUrl : config.twilio.apiUrl,
              publicUrl: config.publicUrl,
            },
          }
        : {}),
      email: {
        mailboxes: Object.fromEntries(Object.entries(config.mailboxes).map(([address, imapUrl]) => [address, { imapUrl }])),
        smtpListener: config.smtpListen,
        ...optional('smtpUrl', config.smtpUrl ?? demo?.smtpUrl),
        log,
      },
      webChat: {
        io,
        allowedOrigins: config.chatOrigins,
        addressOf: ({ address, headers }) => clientAddress(isProxy, address, headers['x-forwarded-for']),
        ...optional('identitySecret', config.chatIdentitySecret),
      },
    }),
    wakeRouter: singleFlight(
      () => offerTasks(hub),
      (error) => log.error({ err: error }, 'routing failed'),
    ),
    sanitiseMailHtml: (html) => sanitiseMailHtml(html).html,
    sanitiseRichText,
  };
  await feed.start();
  stops.push(feed.stop);
  const lookLater = afterwards(() => hub.wakeRouter(), stops);
  feed.subscribe((events) => {
    if (events.some(({ name }) => concernsCatalog(name))) hub.catalog.forget();
    if (events.some(({ name }) => concernsRouter(name))) lookLater();
  });
  const door = serveConsoles(hub, io);
  const app = makeApp(hub, (extras) => demo && extras.use('/simulator', demo.router));
  await noteWhatIsFound(hub);
  await hub.catalog.current();
  const jobs = await startJobs(hub);
  stops.push(jobs.stop);
  await beginSweeps(hub);
  stops.push(await startHeartbeat(hub, jobs.workerIds, door));
  stops.push(await startCourier(hub));
  stops.push(keepUp(hub));
  stops.push(await listen(hub, door.customerWrites).catch(explainSmtpPort(config)));
  server.removeAllListeners('request').on('request', app);
  serving = true;
  await catchUp(hub);
  hub.wakeRouter();
  return { hub, url: config.publicUrl, demo, admin, smtpPort: config.smtpListen.port };
}

/** How long the router of another node is left to act on what that node recorded (milliseconds). */
const LEFT_TO_OTHERS = 250;

/** Many wishes are one act, a moment later: whoever recorded it acts at once, and this is for those who die before they can. */
function afterwards(act: () => void, stops: Stop[]): () => void {
  let timer: NodeJS.Timeout | undefined;
  stops.push(() => clearTimeout(timer));
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, LEFT_TO_OTHERS);
  };
}

/** Loaded only when wanted: a real installation carries no simulator in its memory. */
async function demoOf(config: Config, db: Database, clock: Clock): Promise<Demo> {
  const { openDemo } = await import('./demo.ts');
  return openDemo(config, db, clock);
}

/** Ports that the system chose stand in the settings from here on, and in the address the world is told. */
async function withPorts(config: Config, port: number): Promise<Config> {
  const smtpPort = config.smtpListen.port || (await freePort());
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`), smtpListen: { ...config.smtpListen, port: smtpPort } };
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined) => (value === undefined ? {} : { [key]: value });

async function takePort(server: HttpServer, { host, port }: Config): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(explainPort(error, 'PORT', 'HOST', { host, port }));
    });
    server.listen(port, host, listening);
  });
  const address = server.address();
  return address && typeof address === 'object' ? address.port : port;
}

function explainPort(error: Error, setting: string, hostSetting: string, { host, port }: Pick<Config, 'host' | 'port'>): Error {
  const cause: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Stop it, or set ${setting} to another number.`,
    EACCES: `Port ${port} needs more rights than this process has. Set ${setting} to a number above 1023.`,
    EADDRNOTAVAIL: `${hostSetting} ${host} is not an address of this machine.`,
  };
  const code = 'code' in error ? String(error.code) : '';
  return new StartError(cause[code] ?? `Cannot listen on ${host}:${port}: ${error.message}`);
}

/** Of what listens for the channels only mail takes a port of this machine. */
const explainSmtpPort =
  ({ smtpListen }: Config) =>
  (error: unknown): never => {
    const isPort = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
    throw isPort ? explainPort(error, 'SMTP_LISTEN_PORT', 'SMTP_LISTEN_HOST', smtpListen) : error;
  };

/** How long requests under way may take to end when the hub stops (milliseconds). */
const LAST_WORDS = 2000;

/** Consoles and visitors are shown out. A client that keeps its connection and goes on asking must not keep the hub alive. */
async function leaveRooms(sockets: Sockets, server: HttpServer): Promise<void> {
  server.removeAllListeners('request').on('request', (_, response) => response.writeHead(503, { connection: 'close' }).end('stopping'));
  const closed = sockets.close();
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), LAST_WORDS);
  await closed;
  clearTimeout(impatience);
}

function closeServer(server: HttpServer): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}

async function openStore(config: Config, stops: Stop[]): Promise<{ db: Database; url: string }> {
  const url = config.databaseUrl ?? (await embedded(config, stops));
  const db = openDatabase(url);
  stops.push(db.close);
  try {
    await db.pool.query('select 1');
  } catch (error) {
    throw new StartError(`DATABASE_URL cannot be reached: ${error instanceof Error ? error.message || 'no answer' : String(error)}`);
  }
  await migrate(db.pool);
  await mendTransactions(db);
  return { db, url };
}

async function embedded(config: Config, stops: Stop[]): Promise<string> {
  const postgres = await startEmbeddedPostgres(path.join(config.dataDir, 'postgres'));
  stops.push(postgres.stop);
  return postgres.url();
}
