import type { Caller } from '../../auth/identify-caller.ts';
import type { QuietHours } from '../../contract/archive-fields.ts';
import type { RecordView } from '../../contract/record.ts';
import { type Channel, type CustomerKind, channels } from '../../contract/statuses.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { mayReachBy } from '../consents/may-reach.ts';
import { readStanding } from '../consents/read-consents.ts';
import { readFields } from '../freshness/read-fields.ts';
import { countMembers, readGroups, readMembers } from '../groups/read-memberships.ts';
import { isQuiet } from '../preferences/quiet-hours.ts';

interface Head {
  id: string;
  kind: CustomerKind;
  preferredChannel: Channel | null;
  quietHours: QuietHours | null;
}

/** What is known of a customer beside what happened with them. `customerId` may be any record of theirs. */
export async function readRecord({ db, catalog, clock }: Hub, caller: Caller, customerId: string): Promise<RecordView> {
  const now = clock.now();
  const head = await db.one<Head>(sql`
    select head.id, head.kind::text, head.preferred_channel::text, head.quiet_hours
    from customers record join customers head on head.id = coalesce(record.merged_into_id, record.id) where record.id = ${customerId}`);
  const [fields, consents, marketing, groups, members, memberCount] = await Promise.all([
    readFields(db, await catalog.current(), caller, head.id, now),
    readStanding(db, head.id),
    mayReachBy(db, head.id, channels, { purpose: 'marketing', at: now }),
    readGroups(db, caller, head.id),
    readMembers(db, caller, head.id),
    countMembers(db, head.id),
  ]);
  const { id, quietHours, ...rest } = head;
  const quietNow = quietHours !== null && isQuiet(quietHours, now);
  return { customerId: id, ...rest, quietHours, quietNow, fields, consents, marketing, groups, members, memberCount };
}
