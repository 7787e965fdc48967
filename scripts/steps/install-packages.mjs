import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, runProgram, step } from './run-program.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const marker = 'node_modules/.touchline-lock';

/** `npm ci` when the installed packages are not those of the lock file. */
export async function installPackages() {
  const print = fingerprint(['package-lock.json']);
  if (isStamped(marker, print)) return;
  if (!installedByHand()) await step('Installing packages (once)', npmCi);
  stamp(marker, print);
}

/** npm writes its own lock file last: newer than ours, it was made from ours. */
function installedByHand() {
  const made = path.join(root, 'node_modules/.package-lock.json');
  return existsSync(made) && statSync(made).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

/** Nothing here needs install scripts, and some of them would download from other hosts. Building needs the dev packages, too. */
function npmCi() {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath ?? '';
  if (npm.endsWith('npm-cli.js')) return runProgram(process.execPath, [npm, ...args]);
  return runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}
