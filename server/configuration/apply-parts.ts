import type { Caller } from '../auth/identify-caller.ts';
import { requireRight } from '../auth/permissions.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { revisionOf } from '../catalog/revision.ts';
import type { Problem } from '../contract/configuration.ts';
import { type ChangeCause, type Difference, type Effect, type PartKey, partKeys } from '../contract/settings.ts';
import type { Reader, Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { readOwnRoles } from '../people/roles/read-roles.ts';
import { knownSkills } from '../routing/queue-rules/read-queue-rules.ts';
import { namesIn } from './names.ts';
import { parts } from './parts.ts';
import { readContent, readContents } from './read-content.ts';
import { tellDifferences } from './tell-differences.ts';

export interface Application {
  readonly part: PartKey;
  readonly problems: readonly Problem[];
  readonly changes: readonly Difference[];
  readonly effects: readonly Effect[];
}

/** By whom and why; a batch is what belongs together. */
export interface Act {
  readonly caller: Caller;
  readonly cause: ChangeCause;
  readonly batchId?: string | undefined;
  /** It will be taken back: whoever may read the part may see what would be. */
  readonly looking?: boolean;
}

export type Wanted = ReadonlyMap<PartKey, unknown>;

/**
 * Change parts to what is wanted, each checked against what those before it have become. Whoever calls decides whether the
 * transaction ends with it: a preview is the same act, taken back.
 */
export async function applyParts(hub: Hub, tx: Tx, wanted: Wanted, act: Act): Promise<Application[]> {
  const applied: Application[] = [];
  for (const key of partKeys) if (wanted.has(key)) applied.push(await applyPart(hub, tx, key, wanted.get(key), act));
  tx.afterCommit(() => hub.catalog.forget());
  return applied;
}

async function applyPart(hub: Hub, tx: Tx, part: PartKey, given: unknown, act: Act): Promise<Application> {
  const before = await readContent(tx, part);
  const [catalog, skills, roles] = [await readCatalog(tx), await knownSkills(tx), await readOwnRoles(tx)];
  const { draft: planned, problems } = parts[part].plan(given, before, { catalog, skills, roles: new Set(roles.map(({ id }) => id)) });
  if (!planned) return { part, problems, changes: [], effects: [] };
  const effects = await planned.effects(tx);
  const also = await planned.write({ hub, tx, caller: act.caller });
  const after = await readContent(tx, part);
  if (revisionOf(before) === revisionOf(after)) return { part, problems, changes: [], effects };
  if (!act.looking) requireRight(act.caller, `${parts[part].area}.write`);
  for (const changed of [part, ...also]) {
    const data = { part: changed, cause: act.cause, batchId: act.batchId ?? null };
    record(hub, tx, { name: 'configuration.changed', actor: agentActor(act.caller.id), data });
  }
  return { part, problems, changes: tellDifferences(part, before, after, await namesIn(tx)), effects };
}

/** Nobody else changes these parts until the transaction ends. */
export function holdParts(tx: Tx, keys: Iterable<PartKey>): void {
  const wanted = new Set(keys);
  for (const key of partKeys) if (wanted.has(key)) tx.write(sql`lock table ${parts[key].tables} in share row exclusive mode`);
}

/** Of the whole configuration: what an import was compared with. */
export const revisionOfAll = async (db: Reader): Promise<string> => revisionOf(Object.fromEntries(await readContents(db)));
