import type { Caller } from '../auth/identify-caller.ts';
import type { SegmentView } from '../contract/segments.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { ask, segmentCondition } from './find-members.ts';
import { listSegments } from './present-segment.ts';

/** More segments than these are not looked through for one customer. */
const MOST = 60;

/** The segments, of those this person may use, that a customer is in now. */
export async function segmentsOf(hub: Hub, caller: Caller, customerId: string): Promise<{ id: string; name: string }[]> {
  const segments = (await listSegments(hub.db, caller)).slice(0, MOST);
  const conditions = await Promise.all(segments.map((segment) => conditionOf(hub, segment)));
  const [first, ...others] = conditions;
  if (!first) return [];
  const list = others.reduce((before: Sql, next) => sql`${before}, ${next}`, first);
  const [row] = await ask<{ held: boolean[] }>(
    hub.db,
    sql`select jsonb_build_array(${list}) as held from customers c where c.id = (select coalesce(merged_into_id, id) from customers where id = ${customerId}::uuid)`,
  );
  return segments.filter((_, i) => row?.held[i]).map(({ id, name }) => ({ id, name }));
}

/** A filter by a field that is no more holds nobody, rather than hiding all others. */
async function conditionOf(hub: Hub, { filter }: SegmentView): Promise<Sql> {
  try {
    return sql`(${await segmentCondition(hub, filter)}) is true`;
  } catch (error) {
    if (error instanceof HubError) return sql`false`;
    throw error;
  }
}
