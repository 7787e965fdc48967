import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../errors.ts';
import { claimData, passwordFile, releaseData } from './claim-data.ts';
import { freePort } from './free-port.ts';
import { findLauncher, type Launch, type Program } from './launch-postgres.ts';

export interface EmbeddedPostgres {
  /** Connection string of database `name` (default `touchline`). */
  url(name?: string): string;
  stop(): Promise<void>;
}

const USER = 'touchline';

/** Start the bundled PostgreSQL on `folder`, creating the cluster on first use. It listens on loopback only. */
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const data = path.resolve(folder);
  const launch = await findLauncher();
  await claimData(data);
  try {
    return await start(data, launch);
  } catch (error) {
    releaseData(data);
    throw error;
  }
}

async function start(data: string, launch: Launch): Promise<EmbeddedPostgres> {
  if (!existsSync(path.join(data, 'PG_VERSION'))) await create(data, launch);
  checkVersion(data);
  const password = readFileSync(passwordFile(data), 'utf8');
  const port = await freePort();
  const url = (name = USER) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${name}`;
  const server = launch('postgres', ['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', ...tuning]);
  await ready(url('postgres'), server);
  await createDatabaseOnce(url('postgres'), USER);
  return { url, stop: () => stop(server, data) };
}

/** A small desk-side cluster: durable as by default, frugal with memory. */
const tuning = [
  'shared_buffers=64MB',
  'max_connections=60',
  'max_wal_size=512MB',
  'wal_compression=on',
  'io_method=sync',
  'logging_collector=off',
  'log_min_messages=warning',
  'jit=off',
].flatMap((setting) => ['-c', setting]);

/** Made beside its place and moved there when complete: a first start that is killed half-way leaves nothing to stumble over. */
async function create(data: string, launch: Launch): Promise<void> {
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new StartError(`The folder ${data} holds other files. Set DATA_DIR to another folder.`);
  const draft = `${data}.new`;
  const handover = `${data}.password`;
  rmSync(draft, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  writeFileSync(handover, password, { mode: 0o600 });
  try {
    const initdb = launch('initdb', ['-D', draft, `--username=${USER}`, `--pwfile=${handover}`, ...locale]);
    const code = await new Promise((done) => initdb.child.once('close', done));
    if (code !== 0) throw new StartError(`PostgreSQL could not create ${data}: ${initdb.output()}`);
  } finally {
    rmSync(handover, { force: true });
  }
  writeFileSync(passwordFile(draft), password, { mode: 0o600 });
  renameSync(draft, data);
}

/** With lc_ctype=C, pg_trgm would silently ignore Chinese. */
const locale = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--data-checksums',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--lc-collate=C',
  '--lc-ctype=C.UTF-8',
];

const MAJOR = '18';

function checkVersion(data: string): void {
  const major = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (major === MAJOR) return;
  throw new StartError(
    `The data folder ${data} was made by PostgreSQL ${major}; this Touchline brings ${MAJOR}. Export there and import here.`,
  );
}

async function ready(url: string, server: Program): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!ended(server) && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      await pause(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
  server.child.kill('SIGINT');
  throw new StartError(`PostgreSQL did not start: ${server.output()}`);
}

const ended = ({ child }: Program): boolean => child.exitCode !== null || child.signalCode !== null;

async function createDatabaseOnce(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database "${name}"`);
  } finally {
    await client.end();
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is on disk. */
async function stop(server: Program, data: string): Promise<void> {
  if (!ended(server)) {
    const over = new Promise((done) => server.child.once('exit', done));
    server.child.kill('SIGINT');
    await over;
  }
  releaseData(data);
}
