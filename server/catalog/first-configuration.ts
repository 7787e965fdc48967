import { v7 as uuid } from 'uuid';
import type { Config } from '../config.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Database, Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';

/** The promises every installation starts with: seconds until a first human answer (ROUTING.md, 1). */
export const firstPromises = {
  platinum: { voice: 10, web_chat: 20, sms: 300, email: 3600 },
  gold: { voice: 20, web_chat: 40, sms: 600, email: 7200 },
  silver: { voice: 60, web_chat: 90, sms: 1800, email: 28_800 },
  standard: { voice: 120, web_chat: 180, sms: 3600, email: 86_400 },
};

const tiers = [
  ['platinum', 3, { en: 'Platinum', 'zh-CN': '铂金' }],
  ['gold', 2, { en: 'Gold', 'zh-CN': '黄金' }],
  ['silver', 1, { en: 'Silver', 'zh-CN': '白银' }],
  ['standard', 0, { en: 'Standard', 'zh-CN': '标准' }],
] as const;

const dispositions = [
  ['resolved', { en: 'Resolved', 'zh-CN': '已解决' }],
  ['information', { en: 'Information given', 'zh-CN': '已提供信息' }],
  ['complaint', { en: 'Complaint', 'zh-CN': '投诉' }],
  ['follow_up', { en: 'Follow-up needed', 'zh-CN': '需要跟进' }],
  ['no_answer_needed', { en: 'No answer needed', 'zh-CN': '无需回复' }],
  ['spam', { en: 'Spam', 'zh-CN': '垃圾信息' }],
] as const;

/** Give an empty installation tiers, promises, dispositions and one queue, so that it can serve. Does nothing to a configured one. */
export async function firstConfiguration(db: Database): Promise<void> {
  await db.transact(async (tx) => {
    tx.write(sql`lock table queues in exclusive mode`);
    const { count } = await tx.one<{ count: number }>(sql`select count(*) from queues`);
    if (count > 0) return;
    for (const [key, rank, label] of tiers)
      tx.write(sql`insert into tiers (key, rank, label) values (${key}, ${rank}, ${json(label)}) on conflict do nothing`);
    dispositions.forEach(([code, label], rank) => {
      tx.write(sql`insert into dispositions (code, label, rank) values (${code}, ${json(label)}, ${rank}) on conflict do nothing`);
    });
    tx.write(sql`insert into policies (preset, promises) values ('promise', ${json(firstPromises)})`);
    tx.write(sql`insert into queues (id, key, label) values (${uuid()}, 'support', ${json({ en: 'Support', 'zh-CN': '客服支持' })})`);
    tx.write(sql`insert into queue_members (queue_id, agent_id) select q.id, a.id from queues q, agents a`);
  });
}

/** Make an inbox of every address the settings name; those that exist stay as they are. */
export async function ensureInboxes(db: Database, { addresses, demo }: Pick<Config, 'addresses' | 'demo'>): Promise<void> {
  await db.transact(async (tx) => {
    for (const number of addresses.phone) {
      ensureInbox(tx, 'voice', number);
      ensureInbox(tx, 'sms', number);
    }
    for (const address of addresses.mail) ensureInbox(tx, 'email', address);
    if (!demo) ensureInbox(tx, 'web_chat', 'website');
  });
}

function ensureInbox(tx: Tx, channel: Channel, address: string): void {
  tx.write(sql`
    insert into inboxes (id, channel, address, label, queue_id, language)
    select ${uuid()}, ${channel}, ${address}, ${json({ en: address, 'zh-CN': address })}, (select id from queues where retired_at is null order by key = 'support' desc, rank, key limit 1),
      coalesce((select language from installations), 'en')
    on conflict (channel, address) do nothing`);
}
