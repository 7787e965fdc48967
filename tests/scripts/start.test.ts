import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const clone = mkdtempSync(path.join(tmpdir(), 'touchline-clone-'));
const parts = [
  'server',
  'channel-adapters',
  'agent-console',
  'prisma',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

beforeAll(() => {
  // With their times: packages that look older than the lock file would be installed anew, through the link into our own folder.
  for (const part of parts)
    cpSync(part, path.join(clone, part), {
      recursive: true,
      preserveTimestamps: true,
      filter: (file) => !/\/(generated|dist)$/.test(file),
    });
  symlinkSync(path.resolve('node_modules'), path.join(clone, 'node_modules'), 'junction');
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Started {
  child: ChildProcess;
  url: string | undefined;
  output(): string;
}

/** Run a program in the clone until it says where it can be reached, or ends. */
async function start(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const settings = { PORT: '0', SMTP_LISTEN_PORT: '0', DATA_DIR: path.join(clone, 'data'), DATABASE_URL: '' };
  const child = spawn(command, args, { cwd: clone, env: { ...process.env, ...settings, ...env } });
  children.push(child);
  let output = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        output += text.toString();
        if (output.includes('Ctrl-C')) resolve();
      });
    }
    child.once('exit', () => resolve());
  });
  await ready;
  return { child, url: /http:\/\/localhost:\d+/.exec(output)?.[0], output: () => output };
}

const startHub = (env?: NodeJS.ProcessEnv): Promise<Started> => start(process.execPath, ['scripts/start.mjs'], env);

async function stop({ child }: Started): Promise<unknown> {
  child.kill('SIGTERM');
  return (await once(child, 'exit'))[0];
}

describe('starting from a clean clone', () => {
  it('builds everything, serves the console and ends with its signal', { timeout: 180_000 }, async () => {
    const hub = await startHub();
    expect(hub.output()).toMatch(/^Building the server … .*\nBuilding the console … /m);
    expect(hub.url, hub.output()).toBeDefined();
    const page = await fetch(`${hub.url}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script type="module"');
    expect(await stop(hub)).toBe(0);
    await expect(fetch(`${hub.url}/`)).rejects.toThrow();
  });

  it('builds nothing the second time', { timeout: 60_000 }, async () => {
    const hub = await startHub();
    expect(hub.url, hub.output()).toBeDefined();
    expect(hub.output()).not.toMatch(/Building|Installing/);
    await stop(hub);
  });

  it('builds again only what changed', { timeout: 60_000 }, async () => {
    appendFileSync(path.join(clone, 'server/clock.ts'), '\n// changed\n');
    const hub = await startHub();
    expect(hub.output().match(/Building the .* …/g)).toEqual(['Building the server …']);
    await stop(hub);
  });

  it('passes on to the hub that `npm start` was killed', { timeout: 60_000 }, async () => {
    const npm = await start('npm', ['start']);
    expect((await fetch(`${npm.url}/`)).status).toBe(200);
    npm.child.kill('SIGTERM');
    // Asked without a pause, on a connection that is kept: that must not keep it alive.
    await expect
      .poll(
        () =>
          fetch(`${npm.url}/`).then(
            () => 'alive',
            () => 'gone',
          ),
        { timeout: 15_000, interval: 5 },
      )
      .toBe('gone');
  });

  it('ends with the hub’s own exit code and one line when the hub cannot start', { timeout: 60_000 }, async () => {
    const hub = await startHub({ PORT: 'eighty' });
    expect(hub.child.exitCode).toBe(1);
    expect(hub.output().trim()).toMatch(/^Touchline cannot start\. PORT: .*$/);
  });

  it('shows what the compiler says when the sources cannot be built', { timeout: 60_000 }, async () => {
    appendFileSync(path.join(clone, 'server/clock.ts'), '\nconst = ;\n');
    const hub = await startHub();
    expect(hub.child.exitCode).toBe(1);
    expect(hub.output()).toMatch(/Building the server … failed\n.*clock\.ts\(\d+,\d+\): error TS/s);
  });

  it('tells an old Node in one line which one it needs', async () => {
    const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.20.0"})';
    const hub = await start(process.execPath, ['--import', old, 'scripts/start.mjs']);
    expect(hub.child.exitCode).toBe(1);
    expect(hub.output().trim()).toBe('Touchline needs Node.js 20.19 or newer; this is 18.20.0. See https://nodejs.org');
  });
});
