import type { Edge } from './rules.ts';

const domain = new Set(['customers', 'conversations', 'tickets', 'routing', 'agents', 'calls', 'intake', 'metrics']);

/** Circles of domain folders that import each other, one line each with the imports that close it. */
export function findCycles(edges: readonly Edge[]): string[] {
  const links = new Map<string, Map<string, Edge>>();
  for (const edge of edges) {
    const [from, to] = [domainFolder(edge.from), domainFolder(edge.to)];
    if (!from || !to || from === to) continue;
    const known = links.get(from) ?? new Map<string, Edge>();
    links.set(from, known.set(to, known.get(to) ?? edge));
  }
  return [...domain].sort().flatMap((folder) => circle(links, folder));
}

/** A folder's routes are its door, not its core: they may look at whatever an answer shows. */
function domainFolder(file: string | undefined): string | undefined {
  if (file?.endsWith('/routes.ts')) return undefined;
  const folder = /^server\/([^/]+)\//.exec(file ?? '')?.[1];
  return folder && domain.has(folder) ? folder : undefined;
}

/** The shortest way from a folder back to itself; told once, by the folder that comes first in the alphabet. */
function circle(links: Map<string, Map<string, Edge>>, start: string): string[] {
  const paths: string[][] = [[start]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path; path = paths.shift()) {
    const last = path[path.length - 1] ?? start;
    for (const next of links.get(last)?.keys() ?? []) {
      if (next === start) return path.some((folder) => folder < start) ? [] : [describe(links, [...path, start])];
      if (!seen.has(next)) paths.push([...path, next]);
      seen.add(next);
    }
  }
  return [];
}

function describe(links: Map<string, Map<string, Edge>>, path: string[]): string {
  const steps = path.slice(1).map((to, i) => links.get(path[i] ?? '')?.get(to));
  return `cycle ${path.join(' → ')}: ${steps.map((edge) => `${edge?.from}:${edge?.line}`).join(', ')}`;
}
