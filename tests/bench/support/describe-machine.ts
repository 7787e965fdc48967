import { once } from 'node:events';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { findLauncher } from '../../../server/db/launch-postgres.ts';

/** Where the numbers were taken; the load tells whether anybody else was at work. */
export async function describeMachine(): Promise<object> {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    system: `${platform()} ${arch()} ${release()}`,
    node: process.versions.node,
    postgresql: await postgresVersion(),
    loadBefore: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

async function postgresVersion(): Promise<string> {
  const launch = await findLauncher();
  const { child, output } = launch('postgres', ['--version']);
  await once(child, 'close');
  return output().replace(/^.* /, '');
}
