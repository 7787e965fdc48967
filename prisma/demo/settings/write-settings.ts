import { v7 as uuid } from 'uuid';
import { readContent } from '../../../server/configuration/read-content.ts';
import type { PartKey } from '../../../server/contract/settings.ts';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';

const DAY = 86_400_000;

const skills = [
  { key: 'en', label: { en: 'English', 'zh-CN': '英语' } },
  { key: 'zh', label: { en: 'Mandarin', 'zh-CN': '普通话' } },
  { key: 'technical', label: { en: 'Heating technology', 'zh-CN': '供暖技术' } },
  { key: 'billing', label: { en: 'Invoices and payments', 'zh-CN': '账单与付款' } },
];

type Content = Readonly<Record<string, unknown>>;

/** What somebody changed so many days ago: how it was before. */
interface Past {
  readonly part: PartKey;
  readonly daysAgo: number;
  readonly before: (now: readonly Content[]) => readonly Content[];
}

const pasts: readonly Past[] = [
  {
    part: 'queues',
    daysAgo: 41,
    before: (queues) => queues.map((queue) => (queue.key === 'billing' ? { ...queue, wrapUpSeconds: 30, offerSeconds: 20 } : queue)),
  },
  { part: 'dispositions', daysAgo: 26, before: (all) => all.filter(({ code }) => code !== 'maintenance_plan') },
  {
    part: 'skills',
    daysAgo: 12,
    before: (all) => all.map((skill) => (skill.key === 'technical' ? { ...skill, label: { en: 'Technical', 'zh-CN': '技术' } } : skill)),
  },
  {
    part: 'inboxes',
    daysAgo: 3,
    before: (all) => all.map((inbox) => (inbox.channel === 'web_chat' ? { ...inbox, label: { en: 'Chat', 'zh-CN': '在线客服' } } : inbox)),
  },
];

/** What Northwind Home is called, its skills by name, queues in their order, and what was changed in the last weeks. */
export async function writeSettings(tx: Tx, { now, authorId }: { now: Date; authorId: string | null }): Promise<void> {
  tx.write(sql`
    insert into installations (name, time_zone) values (${json({ en: 'Northwind Home', 'zh-CN': '北风家居' })}, 'Asia/Shanghai')`);
  skills.forEach(({ key, label }, rank) => {
    tx.write(sql`insert into skills (key, label, rank) values (${key}, ${json(label)}, ${rank})`);
  });
  ['support', 'sales', 'billing'].forEach((key, rank) => {
    tx.write(sql`update queues set rank = ${rank} where key = ${key}`);
  });
  for (const past of pasts) await writePast(tx, past, new Date(now.getTime() - past.daysAgo * DAY + past.daysAgo * 1_337_000), authorId);
}

async function writePast(tx: Tx, { part, before }: Past, at: Date, authorId: string | null): Promise<void> {
  const content = await readContent(tx, part);
  if (!Array.isArray(content)) return;
  tx.write(sql`
    insert into configuration_changes (id, part, at, actor_kind, actor_id, cause, before, after)
    values (${uuid({ msecs: at.getTime() })}, ${part}, ${at}, 'agent', ${authorId}, 'saved', ${json(before(content))}, ${json(content)})`);
}
