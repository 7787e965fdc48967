import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** They do not belong there any more. Throws `not_found` or `membership_over`. */
export async function endMembership(hub: Hub, caller: Caller, membershipId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await tx.maybe<{ memberId: string; groupId: string; endedAt: Date | null }>(sql`
      select member_id, group_id, ended_at from memberships m
      where id = ${membershipId} and ${maySeeCustomer(caller, sql`m.member_id`)} and ${maySeeCustomer(caller, sql`m.group_id`)} for update`);
    if (!held) throw new HubError('not_found');
    if (held.endedAt) throw new HubError('membership_over');
    tx.write(sql`update memberships set ended_at = ${hub.clock.now()}, ended_by_id = ${caller.id} where id = ${membershipId}`);
    record(hub, tx, {
      name: 'membership.ended',
      actor: agentActor(caller.id),
      customerId: held.memberId,
      data: { membershipId, groupId: held.groupId },
    });
  });
}
