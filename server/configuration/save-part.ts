import type { Caller } from '../auth/identify-caller.ts';
import { requireRight } from '../auth/permissions.ts';
import { accepted } from '../catalog/check-draft.ts';
import { revisionOf } from '../catalog/revision.ts';
import type { ChangeCause, PartKey, PartPreview, PartView } from '../contract/settings.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { type Application, applyParts, holdParts } from './apply-parts.ts';
import { parts } from './parts.ts';
import { readContent } from './read-content.ts';
import { takeBack } from './take-back.ts';

export interface Draft {
  readonly part: PartKey;
  readonly draft: unknown;
}

/** Put a part in force. Throws `invalid_settings` with every place that cannot be, or `changed_meanwhile`. */
export async function savePart(
  hub: Hub,
  caller: Caller,
  { part, revision, draft, cause }: Draft & { revision: string; cause: ChangeCause },
): Promise<void> {
  await hub.db.transact(async (tx) => {
    holdParts(tx, [part]);
    if (revisionOf(await readContent(tx, part)) !== revision) throw new HubError('changed_meanwhile');
    const applied = await applyParts(hub, tx, new Map([[part, draft]]), { caller, cause });
    refuse(applied);
  });
}

/** Throws `invalid_settings` when anything stands in the way. */
export function refuse(applied: readonly Application[]): void {
  const problems = applied.flatMap(({ part, problems }) =>
    problems.map(({ place, message }) => ({ place: applied.length > 1 ? `${part}.${place}` : place, message })),
  );
  if (problems.length > 0) accepted({ problems });
}

/** What a draft would change and do: it is done, looked at and taken back. */
export async function previewPart(hub: Hub, caller: Caller, { part, draft }: Draft): Promise<PartPreview> {
  requireRight(caller, `${parts[part].area}.read`);
  const [applied] = await takeBack(hub.db, async (tx) => {
    holdParts(tx, [part]);
    return applyParts(hub, tx, new Map([[part, draft]]), { caller, cause: 'saved', looking: true });
  });
  if (!applied) throw new Error(`no such part: ${part}`);
  return present(applied);
}

const MOST_TOLD = 200;

export const present = ({ part, problems, changes, effects }: Application): PartPreview => ({
  part,
  title: parts[part].title,
  problems: [...problems],
  changes: changes.slice(0, MOST_TOLD),
  effects: [...effects],
});

export async function readPart(hub: Hub, caller: Caller, part: PartKey): Promise<PartView> {
  requireRight(caller, `${parts[part].area}.read`);
  const [content, facts] = await Promise.all([readContent(hub.db, part), parts[part].facts(hub, hub.db)]);
  return { part, title: parts[part].title, content, revision: revisionOf(content), facts };
}
