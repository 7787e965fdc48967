import { changedValues } from '../../archive/custom-fields/change-values.ts';
import type { FieldValue } from '../../contract/archive-fields.ts';
import type { TicketKind } from '../../contract/statuses.ts';
import type { MatterChange } from '../../contract/ticket-matter.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { takeOverTemplate } from '../checklist/take-over-template.ts';
import { type HeldMatter, holdMatter, subjectsOfMatter } from './hold-matter.ts';

/**
 * Change what a ticket is about. Throws `not_found`, `unknown_category`, `unknown_root_cause`, or for a field `unknown_field` or
 * `bad_field_value`, by name.
 */
export async function changeTicket(hub: Hub, agentId: string, ticketId: string, change: MatterChange): Promise<void> {
  await hub.catalog.current();
  await hub.db.transact(async (tx) => writeMatter(hub, tx, agentId, await holdMatter(tx, ticketId), change));
}

/** The change itself, for verbs that hold the ticket. */
export async function writeMatter(hub: Hub, tx: Tx, agentId: string, before: HeldMatter, change: MatterChange): Promise<void> {
  const after = changed(hub, before, change);
  const names = parts.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (names.length === 0) return;
  tx.write(sql`
    update tickets set subject = ${after.subject}, kind = ${after.kind}, category_id = ${after.categoryId}, root_cause_id = ${after.rootCauseId},
      root_cause_note = ${after.rootCauseNote}, fields = ${json(after.fields)}, updated_at = ${hub.clock.now()} where id = ${before.id}`);
  const codes = names.filter((name) => name === 'kind' || name === 'categoryId' || name === 'rootCauseId');
  const values = (of: HeldMatter) => Object.fromEntries(codes.map((name) => [name, of[name]]));
  record(hub, tx, {
    name: 'ticket.changed',
    actor: agentActor(agentId),
    ...subjectsOfMatter(before),
    data: {
      fields: names.flatMap((name) => (name === 'fields' ? changedKeys(before, after) : [name])),
      from: values(before),
      to: values(after),
    },
  });
  if (names.includes('categoryId') && after.categoryId) await takeOverTemplate(hub, tx, agentId, after, after.categoryId);
}

const parts = ['subject', 'kind', 'categoryId', 'rootCauseId', 'rootCauseNote', 'fields'] as const;

const changedKeys = (before: HeldMatter, after: HeldMatter): string[] =>
  [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])]
    .filter((key) => JSON.stringify(before.fields[key]) !== JSON.stringify(after.fields[key]))
    .map((key) => `fields.${key}`);

function changed(hub: Hub, before: HeldMatter, { fields, ...given }: MatterChange): HeldMatter {
  refuseUnknownCause(hub, before, given.rootCauseId);
  const kind = given.kind ?? before.kind;
  return {
    ...before,
    kind,
    subject: given.subject ?? before.subject,
    categoryId: changedCategory(hub, before, kind, given.categoryId),
    rootCauseId: given.rootCauseId === undefined ? before.rootCauseId : given.rootCauseId,
    rootCauseNote: given.rootCauseNote ?? before.rootCauseNote,
    fields: changedFields(hub, before, kind, fields),
  };
}

/** The tree of another kind has other branches: what hung on the old one falls off. */
function changedCategory(hub: Hub, before: HeldMatter, kind: TicketKind, given: string | null | undefined): string | null {
  const id = given === undefined ? before.categoryId : given;
  if (id === null) return null;
  const category = hub.catalog.known().taxonomy.categories.find((known) => known.id === id);
  const fits = category?.kind === kind && (!category.retired || id === before.categoryId);
  if (!fits && given) throw new HubError('unknown_category', given);
  return fits ? id : null;
}

function refuseUnknownCause(hub: Hub, before: HeldMatter, id: string | null | undefined): void {
  if (!id || id === before.rootCauseId) return;
  const cause = hub.catalog.known().taxonomy.rootCauses.find((known) => known.id === id);
  if (!cause || cause.retired) throw new HubError('unknown_root_cause', id);
}

function changedFields(
  hub: Hub,
  before: HeldMatter,
  kind: TicketKind,
  given: MatterChange['fields'],
): Readonly<Record<string, FieldValue>> {
  const customFields = fieldsOfKind(hub, kind);
  const after = new Map(Object.entries(before.fields));
  for (const { key, after: value } of changedValues({ customFields }, before.fields, given)) {
    if (value === null) after.delete(key);
    else after.set(key, value);
  }
  return Object.fromEntries(after);
}

const fieldsOfKind = (hub: Hub, kind: TicketKind) =>
  hub.catalog.known().ticketFields.filter(({ kinds }) => kinds.length === 0 || kinds.includes(kind));
