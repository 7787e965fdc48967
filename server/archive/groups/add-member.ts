import { v7 as uuid } from 'uuid';
import type { MemberBody } from '../../contract/record.ts';
import type { CustomerKind } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { lockCompanies, refuseCycle } from './refuse-cycle.ts';

/**
 * A person belongs to a company or a household, or a company is part of another. The same again changes nothing; in
 * another role, the old one ends. Throws `not_found`, `not_a_group`, `group_cycle` or `in_the_future`.
 */
export async function addMember(hub: Hub, agentId: string, groupId: string, { memberId, role, since }: MemberBody): Promise<void> {
  const now = hub.clock.now();
  const from = since ? new Date(since) : now;
  if (from > now) throw new HubError('in_the_future', 'since');
  await hub.db.transact(async (tx) => {
    const member = await kindOf(tx, memberId);
    requireGroup(await kindOf(tx, groupId), member);
    if (member === 'company') lockCompanies(tx);
    if (member === 'company') await refuseCycle(tx, groupId, memberId);
    const standing = await tx.maybe<{ id: string; role: string }>(sql`
      select id, role from memberships where member_id in (select customer_family(${memberId})) and group_id in (select customer_family(${groupId}))
        and ended_at is null for update`);
    if (standing?.role === role) return;
    if (standing) tx.write(sql`update memberships set ended_at = ${now}, ended_by_id = ${agentId} where id = ${standing.id}`);
    const added = await tx.maybe<{ id: string }>(sql`
      insert into memberships (id, member_id, group_id, role, since, by_agent_id) values (${uuid()}, ${memberId}, ${groupId}, ${role}, ${from}, ${agentId})
      on conflict do nothing returning id`);
    if (added)
      record(hub, tx, {
        name: 'membership.added',
        actor: agentActor(agentId),
        customerId: memberId,
        data: { membershipId: added.id, groupId },
      });
  });
}

async function kindOf(tx: Tx, id: string): Promise<CustomerKind> {
  const customer = await tx.maybe<{ kind: CustomerKind }>(sql`select kind::text from customers where id = ${id} for share`);
  if (!customer) throw new HubError('not_found');
  return customer.kind;
}

/** Who may belong to what. */
const admits: Record<CustomerKind, readonly CustomerKind[]> = { person: [], household: ['person'], company: ['person', 'company'] };

function requireGroup(group: CustomerKind, member: CustomerKind): void {
  if (!admits[group].includes(member)) throw new HubError('not_a_group', `${member} in ${group}`);
}
