import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run-program.mjs';

/** A fingerprint of files and folders by content, less what `except` names: times say nothing after a clone or a checkout. */
export function fingerprint(sources, except = []) {
  const hash = createHash('sha256');
  const files = sources.flatMap(filesOf).filter((file) => !except.some((folder) => file.startsWith(folder)));
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function filesOf(source) {
  const full = path.join(root, source);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [source];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => filesOf(path.join(source, entry.name)));
}

/** Whether `file` says that the work was done for this fingerprint. */
export const isStamped = (file, print) => existsSync(path.join(root, file)) && readFileSync(path.join(root, file), 'utf8') === print;

export function stamp(file, print) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), print);
}
