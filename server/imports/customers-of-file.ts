import type { ProfileBody } from '../contract/archive.ts';
import { ProfileFields, ProfileMore } from '../contract/archive.ts';
import { changeFields } from '../customers/profiles/change-fields.ts';
import { putProfileWithin } from '../customers/profiles/put-profile.ts';
import type { Reader, Tx } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { problem } from './files/file-row.ts';
import { removeCustomer } from './remove-customer.ts';
import { type Snapshot, type State, type Subject, same } from './subject.ts';
import { understandProfile } from './understand/understand-row.ts';

export const customersOfFile: Subject<ProfileBody> = {
  understand: understandProfile,
  keyOf: ({ externalId }) => externalId,
  tiesOf: ({ externalId, addresses }) => [externalId, ...addresses.map(({ kind, value }) => `${kind} ${value}`)],
  look: async (db, keys) =>
    new Map((await readStates(db, sql`c.external_id = any(${keys})`)).map(({ key, ...snapshot }) => [key, snapshot])),
  async put(hub, tx, agentId, body) {
    const { conflicts } = await putProfileWithin(hub, tx, agentId, body);
    return conflicts.map(({ value }) => problem('address_of_another', null, value));
  },
  async hold(tx, id) {
    const [found] = await readStates(tx, sql`c.id = ${id} for update of c`);
    return found?.state;
  },
  async putBack(hub, tx, agentId, { subjectId, before, after }) {
    const { links: _, fields, ...columns } = before;
    const given = ProfileFields.partial()
      .extend(ProfileMore.partial().shape)
      .parse({ ...columns, ...ownFields(fields, after.fields) });
    await changeFields(hub, tx, agentId, subjectId, given);
    endLinks(tx, linksMade(before, after), hub.clock.now());
  },
  remove: removeCustomer,
};

/** The record's own fields and the links that stand: what a row can change of it. */
function readStates(db: Reader | Tx, condition: Sql): Promise<(Snapshot & { key: string })[]> {
  return db.all<Snapshot & { key: string }>(sql`
    select c.external_id as key, c.id, jsonb_build_object('name', c.name, 'language', c.language, 'tier', c.tier, 'company', c.company, 'occupation', c.occupation,
      'city', c.city, 'birthday', c.birthday, 'manner', c.manner, 'fields', c.fields,
      'links', coalesce((select jsonb_agg(l.id order by l.id) from contact_point_links l where l.customer_id = c.id and l.ended_at is null), '[]')) as state
    from customers c where ${condition}`);
}

/** Values that were not there before are emptied. */
function ownFields(before: unknown, after: unknown): State {
  if (same(before, after) || !isState(before) || !isState(after)) return {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !same(before[name], after[name]));
  return { fields: Object.fromEntries(names.map((name) => [name, before[name] ?? null])) };
}

const isState = (value: unknown): value is State => typeof value === 'object' && value !== null && !Array.isArray(value);

const idsIn = (state: State): string[] => (Array.isArray(state.links) ? state.links.filter((id) => typeof id === 'string') : []);
const linksMade = (before: State, after: State): string[] => idsIn(after).filter((id) => !idsIn(before).includes(id));

function endLinks(tx: Tx, ids: readonly string[], at: Date): void {
  if (ids.length > 0) tx.write(sql`update contact_point_links set ended_at = ${at} where id = any(${ids}::uuid[]) and ended_at is null`);
}
