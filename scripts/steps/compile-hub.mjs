import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, runPackage, StepError } from './run-program.mjs';
import { fingerprint } from './stamp.mjs';

const sources = [
  'server',
  'channel-adapters',
  'prisma/demo',
  'tests/support/crash-at.ts',
  'tests/support/tsconfig.hub.json',
  'tsconfig.build.json',
  'tsconfig.json',
  'package-lock.json',
];
const except = ['server/db/generated/', 'channel-adapters/web-chat/widget/', 'channel-adapters/simulator/page/'];

const HOUR = 3600_000;

/**
 * Compile the hub as its sources stand now, with what lets tests kill it at a step and with source maps. Resolves with
 * the folder, which is named after the sources: several test runs may ask at once, and none meets what has changed since.
 */
export async function compileHub() {
  const folder = path.join(root, 'dist/test-hubs', fingerprint(sources, except).slice(0, 16));
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  const { code, output } = await runPackage('typescript/bin/tsc', ['-p', 'tests/support/tsconfig.hub.json', '--outDir', making]);
  if (code !== 0) throw new StepError(output);
  putInPlace(making, folder);
  removeOld(path.dirname(folder), path.basename(folder));
  return folder;
}

/** Who compiled the same at the same time may have been first. */
function putInPlace(making, folder) {
  try {
    renameSync(making, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
}

/** Of other sources, and so old that nobody's run uses them any more. */
function removeOld(parent, current) {
  for (const name of readdirSync(parent).filter((one) => one !== current)) {
    const folder = path.join(parent, name);
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made < Date.now() - HOUR) rmSync(folder, { recursive: true, force: true });
  }
}
