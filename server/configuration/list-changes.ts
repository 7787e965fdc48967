import type { Caller } from '../auth/identify-caller.ts';
import { revisionOf } from '../catalog/revision.ts';
import { allows } from '../contract/permissions.ts';
import type { ConfigurationChangeView, PartKey, PartPreview } from '../contract/settings.ts';
import { type ChangeCause, partKeys } from '../contract/settings.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { type Names, namesIn } from './names.ts';
import { parts } from './parts.ts';
import { readContent } from './read-content.ts';
import { previewPart } from './save-part.ts';
import { tellDifferences } from './tell-differences.ts';

export interface ChangeQuery {
  readonly part?: PartKey | undefined;
  readonly by?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Row {
  id: string;
  part: string;
  at: Date;
  actorId: string | null;
  actorName: string | null;
  cause: ChangeCause;
  batchId: string | null;
  before: unknown;
  after: unknown;
}

/** Who changed what when, newest first, each told in words of today. */
export async function listChanges({ db }: Pick<Hub, 'db'>, caller: Caller, { part, by, cursor, limit }: ChangeQuery) {
  const readable = partKeys.filter((key) => allows(caller.rights, `${parts[key].area}.read`));
  const after = cursor ? readCursor(cursor) : undefined;
  const rows = await db.all<Row>(sql`
    select c.id, c.part, c.at, c.actor_id, a.name as actor_name, c.cause, c.batch_id, c.before, c.after
    from configuration_changes c left join agents a on a.id = c.actor_id
    where c.part = any(${readable}) and (${part ?? null}::text is null or c.part = ${part ?? null}) and (${by ?? null}::uuid is null or c.actor_id = ${by ?? null})
      and (${after?.at ?? null}::timestamptz is null or (c.at, c.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by c.at desc, c.id desc limit ${limit + 1}`);
  const people = await db.all<{ id: string; name: string }>(sql`
    select id, name from agents a where exists (select from configuration_changes c where c.actor_id = a.id) order by name`);
  const names = await namesIn(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    changes: shown.map((row) => presentChange(row, names)),
    next: rows.length > limit && last ? writeCursor(last.at.toISOString(), last.id) : null,
    people,
  };
}

/** So many differences are told of one change; a whole new part has hundreds. */
const MOST_TOLD = 30;

function presentChange({ actorId, actorName, before, after, at, part, ...row }: Row, names: Names): ConfigurationChangeView {
  const key = partKeys.find((known) => known === part);
  const changes = key ? tellDifferences(key, before, after, names) : [];
  return {
    ...row,
    part,
    title: key ? parts[key].title : { en: part, 'zh-CN': part },
    at: at.toISOString(),
    by: actorId ? { id: actorId, name: actorName ?? '' } : null,
    changes: changes.slice(0, MOST_TOLD),
    more: Math.max(0, changes.length - MOST_TOLD),
  };
}

/** What it would mean to have the part again as it was before a change. Throws `not_found`. */
export async function previewRestore(
  hub: Hub,
  caller: Caller,
  changeId: string,
): Promise<PartPreview & { draft: unknown; revision: string }> {
  const change = await hub.db.maybe<{ part: string; before: unknown }>(
    sql`select part, before from configuration_changes where id = ${changeId} and before is not null`,
  );
  const part = partKeys.find((key) => key === change?.part);
  if (!change || !part) throw new HubError('not_found');
  const revision = revisionOf(await readContent(hub.db, part));
  return { ...(await previewPart(hub, caller, { part, draft: change.before })), draft: change.before, revision };
}
