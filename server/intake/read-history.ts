import type { InboxAddress, Sender } from '../../channel-adapters/addresses.ts';
import type { SaidBefore } from '../../channel-adapters/channel-adapter.ts';
import { linkTo } from '../conversations/uploads/link-file.ts';
import { isGuest } from '../customers/adopt-guest.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

const PAGE = 200;

/** What was said on the line between a sender and an inbox after `afterSeq`, oldest first. */
export async function readHistory(hub: Hub, inbox: InboxAddress, sender: Sender, afterSeq: number): Promise<SaidBefore[]> {
  if (sender.signedCustomerId) await leaveLineOfAnother(hub, inbox, sender);
  return hub.db.all<SaidBefore>(sql`
    select case when e.kind = 'inbound' then e.external_id else e.id::text end as id, e.seq, case when e.kind = 'inbound' then 'customer' else 'agent' end as "from",
      a.name as agent_name, e.text, e.at, ${linksOf(hub)} as files
    from contact_points p join conversations c on c.contact_point_id = p.id and c.inbox_id = ${inbox.id}
    join entries e on e.conversation_id = c.id and e.kind in ('inbound', 'outbound') and e.seq > ${afterSeq}
    left join agents a on a.id = e.agent_id
    where p.kind = ${sender.kind}::contact_point_kind and p.value = ${sender.value} order by e.seq limit ${PAGE}`);
}

/** Files of ours that were sent as links. */
const linksOf = (hub: Hub): Sql => sql`
  (select jsonb_agg(jsonb_build_object('name', f.name, 'size', f.size, 'link', ${linkTo(hub, '')}::text || f.link_key) order by f.id)
    from attachments f where f.entry_id = e.id and f.link_key is not null)`;

/** At a browser that another customer used, their line ends: whoever signs in sees nothing of it, nor what we go on to say. */
const leaveLineOfAnother = (hub: Hub, inbox: InboxAddress, sender: Sender): Promise<unknown> =>
  hub.db.all(sql`
    update conversations c set contact_point_id = null
    from contact_points p, contact_point_links link, customers linked, customers owner
    where c.contact_point_id = p.id and c.inbox_id = ${inbox.id} and p.kind = ${sender.kind}::contact_point_kind and p.value = ${sender.value}
      and link.contact_point_id = p.id and link.ended_at is null and link.evidence <> 'claimed'
      and linked.id = link.customer_id and owner.id = coalesce(linked.merged_into_id, linked.id)
      and owner.external_id is distinct from ${sender.signedCustomerId ?? null} and not (${isGuest})`);
