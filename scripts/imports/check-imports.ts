import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findCycles } from './find-cycles.ts';
import { type Import, readImports } from './read-imports.ts';
import { type Edge, objection } from './rules.ts';

const folders = ['server', 'channel-adapters', 'agent-console'];

/** Every import below `root` that "Who may import whom" forbids, one line each, then the cycles between domain folders. */
export function checkImports(root: string): string[] {
  const edges = folders.flatMap((folder) => sources(root, folder)).flatMap((file) => edgesOf(root, file));
  const violations = edges.flatMap((edge) => {
    const reason = objection(edge);
    return reason ? [`${edge.from}:${edge.line} imports ${edge.to ?? edge.package}: ${reason}`] : [];
  });
  return [...violations, ...findCycles(edges)];
}

function sources(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(ts|vue)$/.test(file) && !/\/(generated|dist|node_modules)\//.test(file))
    .sort();
}

const edgesOf = (root: string, file: string): Edge[] =>
  readImports(file, readFileSync(path.join(root, file), 'utf8')).map((found) => ({ from: file, ...target(file, found) }));

/** A relative specifier names a file of ours, anything else a package: its first segment, or two below a scope. */
function target(from: string, { specifier, line, typeOnly }: Import): Omit<Edge, 'from'> {
  if (specifier.startsWith('.')) return { line, typeOnly, to: path.posix.join(path.posix.dirname(from), specifier) };
  const segments = specifier.split('/');
  return { line, typeOnly, package: segments.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
