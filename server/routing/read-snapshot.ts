import type { Catalog } from '../catalog/read-catalog.ts';
import type { Reader } from '../db/database.ts';
import type { Head, Snapshot } from './decide.ts';
import { readCandidates } from './read-candidates.ts';
import { readLines } from './read-heads.ts';

/** What `decide` looks at, the versions a claim must still find, and when some of it will have changed by time alone. */
export interface LiveSnapshot extends Snapshot {
  /** The heads, each with those who stand behind it: enough for `depth` decisions one after another. */
  readonly lines: readonly (readonly Head[])[];
  readonly loadVersions: ReadonlyMap<string, number>;
  /** When less will be asked for one of the heads (milliseconds since 1970). */
  relaxesAt(): number | undefined;
}

/** Undefined when nobody waits, or nobody could take anything. */
export async function readSnapshot(db: Reader, catalog: Catalog, now: Date, depth = 1): Promise<LiveSnapshot | undefined> {
  const lines = await readLines(db, catalog, now, depth);
  if (lines.length === 0) return undefined;
  const all = lines.map((line) => line.map(({ head }) => head));
  const { candidates, available } = await readCandidates(db, all.flat(), now, depth);
  return {
    lines: all,
    heads: lines.map(([{ head }]) => head),
    agents: candidates.map(({ loadVersion: _, ...agent }) => agent),
    unlisted: { heads: 0, agents: Math.max(0, available - candidates.length) },
    loadVersions: new Map(candidates.map(({ agentId, loadVersion }) => [agentId, loadVersion])),
    relaxesAt: () => earliest(lines.map(([first]) => first.relaxesAt())),
  };
}

const earliest = (times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((first, time) => (time !== undefined && (first === undefined || time < first) ? time : first), undefined);
