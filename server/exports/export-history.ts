import type { Label, TimelineItem } from '../contract/entities.ts';
import { openHistory } from '../customers/history/open-history.ts';
import { readHistory } from '../customers/history/read-history.ts';
import { sql } from '../db/sql.ts';
import { writeAmount } from '../imports/understand/read-amount.ts';
import type { Asked } from './make-export.ts';
import { mapped } from './pages.ts';
import type { Table } from './table.ts';

const PAGE = 100;

const columns: readonly { key: string; label: Label }[] = [
  { key: 'at', label: { en: 'When', 'zh-CN': '时间' } },
  { key: 'what', label: { en: 'What', 'zh-CN': '类型' } },
  { key: 'channel', label: { en: 'Channel', 'zh-CN': '渠道' } },
  { key: 'direction', label: { en: 'Direction', 'zh-CN': '方向' } },
  { key: 'ticket', label: { en: 'Ticket', 'zh-CN': '工单号' } },
  { key: 'by', label: { en: 'By', 'zh-CN': '人员' } },
  { key: 'text', label: { en: 'Text', 'zh-CN': '内容' } },
];

/** Everything with a customer, newest first. */
export async function exportHistory({ hub, caller, language }: Asked, customerId: string): Promise<Table> {
  const { name } = await hub.db.one<{ name: string | null }>(sql`
    select head.name from customers c join customers head on head.id = coalesce(c.merged_into_id, c.id) where c.id = ${customerId}`);
  const { circle, show } = await openHistory(hub.db, caller, customerId);
  const items = (async function* () {
    for (let cursor: string | undefined; ; ) {
      const page = await readHistory(hub.db, circle, { limit: PAGE, cursor, show });
      yield* page.items;
      if (!page.next) return;
      cursor = page.next;
    }
  })();
  return {
    name: `history-${name ?? customerId}`,
    columns: columns.map(({ key, label }) => ({ key, label: label[language] })),
    rows: mapped(items, (item) => {
      const line = lineOf(item);
      return [item.at, line.what, line.channel ?? null, line.direction ?? null, line.ticket ?? null, line.by ?? null, line.text];
    }),
  };
}

interface Line {
  readonly what: string;
  readonly text: string;
  readonly channel?: string | null;
  readonly direction?: 'in' | 'out' | null;
  readonly ticket?: number | null;
  readonly by?: string | null;
}

function lineOf(item: TimelineItem): Line {
  switch (item.type) {
    case 'entry': {
      const { kind, channel, agent, text, call } = item.entry;
      const direction = kind === 'inbound' ? 'in' : kind === 'outbound' ? 'out' : null;
      return { what: kind, channel, direction, ticket: item.ticketNumber, by: agent?.name ?? null, text: text || (call ? call.type : '') };
    }
    case 'ticket':
      return { what: 'ticket', ticket: item.ticket.number, text: `${item.ticket.subject} (${item.ticket.status})` };
    case 'order':
      return {
        what: 'order',
        text: `${item.order.number}: ${writeAmount(item.order.amount, item.order.currency)} ${item.order.currency}, ${item.order.status}`,
      };
    case 'return':
      return {
        what: 'return',
        text: `${item.return.number}: ${writeAmount(item.return.amount, item.return.currency)} ${item.return.currency} ${item.return.reason}`.trim(),
      };
    case 'touch':
      return {
        what: 'campaign',
        channel: item.touch.channel,
        text: [item.touch.campaign.en, item.touch.response].filter(Boolean).join(': '),
      };
    case 'rating':
      return { what: 'rating', ticket: item.rating.ticketNumber, text: `${item.rating.score}/5 ${item.rating.comment}`.trim() };
    case 'tier_change':
      return {
        what: 'tier',
        by: item.tierChange.by,
        text: `${item.tierChange.from} → ${item.tierChange.to} ${item.tierChange.reason}`.trim(),
      };
    case 'side': {
      const { direction, address, by, text, ticketNumber } = item.side;
      return { what: 'side', channel: 'email', direction, ticket: ticketNumber, by: by ?? address, text };
    }
    case 'page_visit':
      return { what: 'page', text: `${item.pageVisit.title} ${item.pageVisit.url}`.trim() };
  }
}
