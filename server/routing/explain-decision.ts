import type { Caller } from '../auth/identify-caller.ts';
import { seesEverything } from '../auth/permissions.ts';
import { type Catalog, promiseOf } from '../catalog/read-catalog.ts';
import type { Label, ReceiptView } from '../contract/entities.ts';
import type { Channel, ReservationState } from '../contract/statuses.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { Candidate, Exclusion, Head, Receipt } from './decide.ts';

interface DecisionRow {
  id: number;
  at: Date;
  policyVersion: number;
  snapshot: { heads: Head[]; agents: Candidate[] };
  receipt: Receipt;
  outcome: ReservationState;
}

/**
 * Why a task was offered as it was, newest first: in words and in full. Who else could have been asked, and what waits in
 * other queues, is for those who steer.
 */
export async function readReceipts(hub: Hub, caller: Caller, taskId: string): Promise<ReceiptView[]> {
  const [catalog, names, rows] = await Promise.all([
    hub.catalog.current(),
    hub.db.all<{ id: string; name: string }>(sql`select id, name from agents`),
    hub.db.all<DecisionRow>(sql`
      select d.id, d.at, d.policy_version, d.snapshot, d.receipt, r.state::text as outcome
      from decisions d join reservations r on r.decision_id = d.id where d.task_id = ${taskId} order by d.id desc limit 20`),
  ]);
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return rows.map((row) => presentReceipt(catalog, nameOf, row, caller));
}

function presentReceipt(catalog: Catalog, nameOf: ReadonlyMap<string, string>, row: DecisionRow, caller: Caller): ReceiptView {
  const { snapshot, receipt } = row;
  const all = seesEverything(caller);
  const byId = new Map(snapshot.heads.map((head) => [head.taskId, head]));
  const idle = new Map(snapshot.agents.map((agent) => [agent.agentId, agent.idleSince]));
  return {
    decisionId: row.id,
    at: row.at.toISOString(),
    policyVersion: row.policyVersion,
    sentence: explain(catalog, row),
    race: receipt.heads.flatMap(({ taskId, score, passedOver }) => {
      const head = byId.get(taskId);
      if (!head || !(all || caller.queueIds.includes(head.queueId))) return [];
      return [
        {
          taskId,
          tier: head.tier,
          channel: head.channel,
          score,
          waitedSeconds: (receipt.at - head.neededAt) / 1000,
          promiseSeconds: promiseOf(catalog.policy, head),
          winner: taskId === receipt.winner?.taskId,
          excluded: passedOver ? 'no_agent' : null,
        },
      ];
    }),
    agents: receipt.agents
      .filter(({ agentId }) => all || agentId === caller.id)
      .map(({ agentId, excluded }) => ({
        agentId,
        name: nameOf.get(agentId) ?? '',
        chosen: agentId === receipt.winner?.agentId,
        excluded: excluded && exclusionCode(excluded),
        idleSeconds: (receipt.at - (idle.get(agentId) ?? receipt.at)) / 1000,
      })),
    outcome: row.outcome,
  };
}

/** `skill zh 0<2`, `capacity voice 1/1`, or the bare reason. */
function exclusionCode(exclusion: Exclusion): string {
  if (exclusion.why === 'skill') return `skill ${exclusion.skill} ${exclusion.held}<${exclusion.needed}`;
  if (exclusion.why === 'capacity') return `capacity ${exclusion.channel} ${exclusion.held}/${exclusion.limit}`;
  return exclusion.why;
}

/** The decision as one sentence: what won with how much of its promise used, and what stood after it for that agent. */
export function explain(catalog: Catalog, { snapshot, receipt }: Pick<DecisionRow, 'snapshot' | 'receipt'>): Label {
  const describe = (taskId: string | undefined | null) => {
    const head = snapshot.heads.find((candidate) => candidate.taskId === taskId);
    return head && sayWait(catalog, head, receipt.at);
  };
  const winner = describe(receipt.winner?.taskId);
  const next = describe(nextFor(snapshot, receipt));
  if (!winner) return { en: '', 'zh-CN': '' };
  if (!next)
    return { en: `${winner.en}; nothing of another kind was waiting for you.`, 'zh-CN': `${winner['zh-CN']}；没有其他类型的任务在等您。` };
  return { en: `${winner.en}, before ${next.en}.`, 'zh-CN': `${winner['zh-CN']}，先于${next['zh-CN']}。` };
}

/** The first head after the winner in a queue that the agent asked serves: what waits elsewhere is not theirs to know. */
function nextFor({ heads, agents }: DecisionRow['snapshot'], receipt: Receipt): string | undefined {
  const asked = agents.find(({ agentId }) => agentId === receipt.winner?.agentId);
  const place = receipt.heads.findIndex(({ taskId }) => taskId === receipt.winner?.taskId);
  const isTheirs = (taskId: string) => heads.some((head) => head.taskId === taskId && asked?.queueIds.includes(head.queueId));
  return receipt.heads.slice(place + 1).find(({ taskId }) => isTheirs(taskId))?.taskId;
}

const channelNames: Record<Channel, Label> = {
  voice: { en: 'call', 'zh-CN': '来电' },
  sms: { en: 'SMS', 'zh-CN': '短信' },
  email: { en: 'email', 'zh-CN': '邮件' },
  web_chat: { en: 'chat', 'zh-CN': '在线聊天' },
};

function sayWait(catalog: Catalog, head: Head, at: number): Label {
  const tier = catalog.tiers.find(({ key }) => key === head.tier)?.label ?? { en: head.tier, 'zh-CN': head.tier };
  const promise = promiseOf(catalog.policy, head);
  const waited = Math.max(0, Math.round((at - head.neededAt) / 1000));
  const share = Math.round((100 * waited) / promise);
  return {
    en: `${tier.en} ${channelNames[head.channel].en}, waited ${seconds(waited).en} of ${seconds(promise).en} promised (${share} %)`,
    'zh-CN': `${tier['zh-CN']}${channelNames[head.channel]['zh-CN']}已等待 ${seconds(waited)['zh-CN']}，承诺 ${seconds(promise)['zh-CN']}（${share}%）`,
  };
}

function seconds(count: number): Label {
  if (count < 120) return { en: `${count} s`, 'zh-CN': `${count} 秒` };
  if (count < 7200) return { en: `${Math.round(count / 60)} min`, 'zh-CN': `${Math.round(count / 60)} 分钟` };
  return { en: `${Math.round(count / 3600)} h`, 'zh-CN': `${Math.round(count / 3600)} 小时` };
}
