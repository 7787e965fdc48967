import { v7 as uuid } from 'uuid';
import type { Caller } from '../auth/identify-caller.ts';
import { accepted, checkDraft, problem } from '../catalog/check-draft.ts';
import { revisionOf } from '../catalog/revision.ts';
import { both } from '../catalog/words.ts';
import { ConfigurationDocument, type PartKey, type PartPreview, partKeys } from '../contract/settings.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { applyParts, holdParts, revisionOfAll } from './apply-parts.ts';
import { documentVersion, readDocument } from './document.ts';
import { readContent } from './read-content.ts';
import { present, refuse } from './save-part.ts';
import { takeBack } from './take-back.ts';

/** What a file would change, part by part. Throws `invalid_settings` when it is no such file. */
export async function previewDocument(hub: Hub, caller: Caller, given: unknown): Promise<{ revision: string; parts: PartPreview[] }> {
  const document = understood(given);
  return takeBack(hub.db, async (tx) => {
    holdParts(tx, partKeys);
    const revision = await revisionOfAll(tx);
    const applied = await applyParts(hub, tx, await readDocument(tx, document), { caller, cause: 'imported' });
    return { revision, parts: applied.map(present) };
  });
}

/**
 * Put a file in force, all of it or nothing. Returns the batch under which it stands in the history, and what it changed.
 * Throws `invalid_settings`, or `changed_meanwhile` when it is not the configuration it was compared with any more.
 */
export async function importDocument(
  hub: Hub,
  caller: Caller,
  { revision, document: given }: { revision: string; document: unknown },
): Promise<{ batchId: string | null; parts: string[] }> {
  const document = understood(given);
  const batchId = uuid();
  return hub.db.transact(async (tx) => {
    holdParts(tx, partKeys);
    if ((await revisionOfAll(tx)) !== revision) throw new HubError('changed_meanwhile');
    const applied = await applyParts(hub, tx, await readDocument(tx, document), { caller, cause: 'imported', batchId });
    refuse(applied);
    const changed = applied.filter(({ changes }) => changes.length > 0).map(({ part }) => part);
    return { batchId: changed.length > 0 ? batchId : null, parts: changed };
  });
}

/** Have everything as it was before an import. Throws `not_found`, or `changed_meanwhile` when something changed since. */
export async function undoImport(hub: Hub, caller: Caller, batchId: string): Promise<PartKey[]> {
  return hub.db.transact(async (tx) => {
    holdParts(tx, partKeys);
    const changes = await tx.all<{ part: PartKey; before: unknown; after: unknown }>(sql`
      select part, before, after from configuration_changes where batch_id = ${batchId} and cause = 'imported'`);
    if (changes.length === 0) throw new HubError('not_found');
    for (const { part, after } of changes)
      if (revisionOf(await readContent(tx, part)) !== revisionOf(after)) throw new HubError('changed_meanwhile', part);
    const wanted = new Map(changes.filter(({ before }) => before !== null).map(({ part, before }) => [part, before]));
    const applied = await applyParts(hub, tx, wanted, { caller, cause: 'undone', batchId });
    refuse(applied);
    return applied.map(({ part }) => part);
  });
}

const understood = (given: unknown): ConfigurationDocument =>
  accepted(
    checkDraft(ConfigurationDocument, given, ({ version }) =>
      version > documentVersion
        ? [problem(['version'], both('comes from a newer Touchline: update this one first', '文件来自更新版本，请先升级本系统'))]
        : [],
    ),
  );
