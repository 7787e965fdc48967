import type { Catalog } from '../catalog/read-catalog.ts';
import type { PersonDraft } from '../contract/people.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** Throws `unknown_queue`, `unknown_skill`, `email_taken` or `phone_taken`. What somebody has already may stay. */
export async function checkPerson(tx: Tx, catalog: Catalog, draft: PersonDraft, id: string | null, before?: PersonDraft): Promise<void> {
  const queue = draft.queueIds.find((queueId) => !catalog.queues.some((known) => known.id === queueId));
  if (queue) throw new HubError('unknown_queue', queue);
  const skill = Object.keys(draft.skills).find((key) => !before?.skills[key] && !catalog.skills.some((known) => known.key === key));
  if (skill) throw new HubError('unknown_skill', skill);
  const other = sql`id is distinct from ${id}::uuid`;
  if (await tx.maybe(sql`select from agents where email = ${draft.email} and ${other}`)) throw new HubError('email_taken');
  const called =
    draft.phoneAddress &&
    (await tx.maybe(sql`select from agents where phone_address = ${draft.phoneAddress} and deactivated_at is null and ${other}`));
  if (called) throw new HubError('phone_taken');
}
