import { v7 as uuid } from 'uuid';
import { brokenPlaces, fieldsIn, macroFields, ownFieldPrefix } from '../../contract/macro-fields.ts';
import type { MacroDraft } from '../../contract/macros.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** Make a macro; it is offered after the others. Returns its id. Throws `macro_empty` or `unknown_macro_field`. */
export async function createMacro(hub: Hub, agentId: string, draft: MacroDraft): Promise<string> {
  await check(hub, draft);
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into macros (id, name, text, actions, channels, roles, position, updated_at)
      select ${id}, ${json(draft.name)}::jsonb, ${json(draft.text)}::jsonb, ${json(draft.actions)}::jsonb, ${draft.channels}::text[], ${draft.roles}::text[],
        coalesce(max(position), 0) + 1, ${hub.clock.now()}::timestamptz from macros`);
    tell(hub, tx, agentId, id, 'created');
  });
  return id;
}

/** Change a macro. Throws as `createMacro`, `not_found`, and `changed_meanwhile` when somebody saved since `revision`. */
export async function changeMacro(
  hub: Hub,
  agentId: string,
  id: string,
  { revision, ...draft }: MacroDraft & { revision: number },
): Promise<void> {
  await check(hub, draft);
  await hub.db.transact(async (tx) => {
    const standing = await tx.maybe<{ revision: number }>(sql`select revision from macros where id = ${id} for update`);
    if (!standing) throw new HubError('not_found');
    if (standing.revision !== revision) throw new HubError('changed_meanwhile');
    tx.write(sql`
      update macros set name = ${json(draft.name)}, text = ${json(draft.text)}, actions = ${json(draft.actions)}, channels = ${draft.channels},
        roles = ${draft.roles}, revision = revision + 1, updated_at = ${hub.clock.now()} where id = ${id}`);
    tell(hub, tx, agentId, id, 'changed');
  });
}

/** Offered no longer, or again. */
export async function retireMacro(hub: Hub, agentId: string, id: string, retired: boolean): Promise<void> {
  await hub.db.transact(async (tx) => {
    const changed = await tx.maybe(sql`
      update macros set retired_at = ${retired ? hub.clock.now() : null}, revision = revision + 1
      where id = ${id} and (retired_at is not null) <> ${retired}::boolean returning 1`);
    if (changed) return tell(hub, tx, agentId, id, retired ? 'retired' : 'restored');
    if (!(await tx.maybe(sql`select from macros where id = ${id}`))) throw new HubError('not_found');
  });
}

/** Those named come first, in this order; the others keep theirs behind them. */
export async function orderMacros(hub: Hub, agentId: string, ids: readonly string[]): Promise<void> {
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      update macros m set position = placed.place from (
        select id, row_number() over (order by array_position(${ids}::uuid[], id) nulls last, position, id) as place from macros
      ) placed where placed.id = m.id and m.position <> placed.place`);
    const [first] = ids;
    if (first) tell(hub, tx, agentId, first, 'ordered');
  });
}

function tell(hub: Hub, tx: Tx, agentId: string, macroId: string, how: 'created' | 'changed' | 'retired' | 'restored' | 'ordered'): void {
  record(hub, tx, { name: 'macro.saved', actor: agentActor(agentId), data: { macroId, how } });
}

/** What its words may name: the built-in fields and the installation's own. */
export async function knownFields(hub: Hub): Promise<string[]> {
  const { customFields } = await hub.catalog.current();
  return [...macroFields, ...customFields.map(({ key }) => `${ownFieldPrefix}${key}`)];
}

async function check(hub: Hub, { name, text, actions }: MacroDraft): Promise<void> {
  const words = `${text.en}\n${text['zh-CN']}`;
  if ((name.en || name['zh-CN']) === '' || (words.trim() === '' && actions.length === 0)) throw new HubError('macro_empty');
  const known = new Set(await knownFields(hub));
  const strange = [...fieldsIn(words).filter((field) => !known.has(field)), ...brokenPlaces(words)];
  if (strange.length > 0) throw new HubError('unknown_macro_field', strange.slice(0, 5).join(', '));
}
