import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/db/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/db/embedded-postgres.ts';
import { sql } from '../../../server/db/sql.ts';
import { StartError } from '../../../server/errors.ts';

const home = mkdtempSync(path.join(tmpdir(), 'touchline-embedded-'));
const data = path.join(home, 'postgres');
afterAll(async () => {
  // Ends what the killed hubs below left behind.
  await (await startEmbeddedPostgres(data)).stop();
  rmSync(home, { recursive: true, force: true });
});

const children: ChildProcess[] = [];
const clusters: EmbeddedPostgres[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.kill('SIGKILL')) await once(child, 'exit');
  }
  for (const cluster of clusters.splice(0)) await cluster.stop();
});

/** Another process starts on the folder; resolves with the line it prints. */
async function startElsewhere(folder: string): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/hold-cluster.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(child.stdout, 'data');
  return { child, line: String(line).trim() };
}

async function start(folder = data): Promise<EmbeddedPostgres> {
  const cluster = await startEmbeddedPostgres(folder);
  clusters.push(cluster);
  return cluster;
}

async function query<Row extends object>(url: string, statement: ReturnType<typeof sql>): Promise<Row[]> {
  const database = openDatabase(url, { max: 1 });
  try {
    return await database.all<Row>(statement);
  } finally {
    await database.close();
  }
}

const serverPid = (): number => Number.parseInt(readFileSync(path.join(data, 'postmaster.pid'), 'utf8'), 10);

describe('the embedded PostgreSQL', () => {
  beforeAll(async () => {
    const first = await start();
    await query(first.url(), sql`create table kept (word text)`);
    await query(first.url(), sql`insert into kept values ('留住')`);
    await first.stop();
  });

  it('keeps its data over a stop and a start', async () => {
    expect(existsSync(path.join(data, 'postmaster.pid'))).toBe(false);
    const again = await start();
    expect(await query(again.url(), sql`select word from kept`)).toEqual([{ word: '留住' }]);
  });

  it('is durable, checks its pages and understands Chinese', async () => {
    const { url } = await start();
    const [setting] = await query(
      url(),
      sql`select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding`,
    );
    expect(setting).toEqual({ fsync: 'on', checksums: 'on', encoding: 'UTF8' });
    expect(await query(url(), sql`select '北风' ~ '^[[:alpha:]]+$' as letters, upper('é') as upper`)).toEqual([
      { letters: true, upper: 'É' },
    ]);
  });

  it('lets nobody in without the password, which only the owner may read', async () => {
    const { url } = await start();
    const guess = url().replace(/:[^:@]+@/, ':guess@');
    await expect(query(guess, sql`select 1`)).rejects.toThrow(/password authentication failed/);
    expect(statSync(path.join(data, 'touchline.password')).mode & 0o077).toBe(0);
  });

  it('takes back what a killed hub left behind: the orphan is ended, the data is there', async () => {
    const { child, line } = await startElsewhere(data);
    await query(line, sql`create table from_the_dead (id int)`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await query(line, sql`select 1 as orphaned`)).toEqual([{ orphaned: 1 }]);
    const { url } = await start();
    await expect(query(line, sql`select 1`)).rejects.toThrow(/ECONNREFUSED/);
    expect(await query(url(), sql`select * from from_the_dead`)).toEqual([]);
  });

  it('refuses a second hub on the same data, and says which process holds it', async () => {
    const { url } = await start();
    const { line } = await startElsewhere(data);
    expect(line).toBe(
      `Error: The data folder ${data} is in use by another Touchline (process ${process.pid}). Stop that one, or set DATA_DIR to another folder.`,
    );
    await expect(startEmbeddedPostgres(data)).rejects.toThrow(StartError);
    expect(await query(url(), sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
  });

  it('lets one of two hubs that start in the same instant have the data', async () => {
    const lines = (await Promise.all([startElsewhere(data), startElsewhere(data)])).map(({ line }) => line);
    expect(lines.filter((line) => line.startsWith('postgresql://'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('is in use by another Touchline'))).toHaveLength(1);
  });

  it('does not take an old process number for a living hub or a living server', async () => {
    await (await startEmbeddedPostgres(data)).stop();
    writeFileSync(`${data}.owner`, `${process.ppid} 12345`);
    writeFileSync(path.join(data, 'postmaster.pid'), `${process.ppid}\n${data}\n`);
    const { url } = await start();
    expect(await query(url(), sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
  });

  it('stops calmly when the server has died already', async () => {
    const cluster = await startEmbeddedPostgres(data);
    const pid = serverPid();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => query(cluster.url(), sql`select 1`).catch(String)).toMatch(/ECONNREFUSED/);
    await cluster.stop();
    expect(await query((await start()).url(), sql`select count(*) as n from kept`)).toEqual([{ n: 1 }]);
  });

  it('starts over when the first start was killed half-way', async () => {
    const fresh = path.join(home, 'fresh');
    mkdirSync(`${fresh}.new`);
    writeFileSync(path.join(`${fresh}.new`, 'PG_VERSION'), '18');
    expect(await query((await start(fresh)).url(), sql`select 1 as alive`)).toEqual([{ alive: 1 }]);
  });

  it.each([
    ['a cluster of somebody else', { PG_VERSION: '18' }, /cluster that Touchline did not create/],
    ['a cluster of another version', { PG_VERSION: '16', 'touchline.password': 'x' }, /made by PostgreSQL 16; this Touchline brings 18/],
    ['files that are no cluster', { 'holiday.jpg': '' }, /holds other files/],
  ])('leaves %s alone', async (_, files, message) => {
    const folder = mkdtempSync(path.join(home, 'foreign-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(message);
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(StartError);
    for (const [name, text] of Object.entries(files)) expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
  });
});
