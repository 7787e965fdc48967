import { type Catalog, type PolicyRow, promiseOf } from '../catalog/read-catalog.ts';
import type { Label } from '../contract/entities.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Candidate, Exclusion, Head, Receipt } from './decide.ts';

/** A decision as it is stored. */
export interface DecisionRow {
  readonly snapshot: {
    readonly heads: readonly Head[];
    readonly agents: readonly Candidate[];
    readonly unlisted?: { readonly heads: number; readonly agents: number };
  };
  readonly receipt: Receipt;
}

/** The decision as one sentence to the agent asked: what won with how much of its promise used, and what stood after it for them. */
export function explain(catalog: Catalog, policy: PolicyRow, decision: DecisionRow): Label {
  const { heads } = decision.snapshot;
  const { winner, at, byHand } = decision.receipt;
  const won = heads.find(({ taskId }) => taskId === winner?.taskId);
  if (!won) return { en: '', 'zh-CN': '' };
  const opening = join(sayWait(catalog, policy, won, at), sayPreference(won, winner?.agentId));
  if (byHand)
    return join(opening, { en: `; ${byHand.name} chose you: ${byHand.reason}`, 'zh-CN': `；由${byHand.name}指派给您：${byHand.reason}` });
  const next = nextFor(decision);
  if (!next) return join(opening, { en: '; nothing of another kind was waiting for you.', 'zh-CN': '；没有其他类型的任务在等您。' });
  const { en, 'zh-CN': zh } = sayWait(catalog, policy, next, at);
  return join(opening, { en: `, before ${en}${orders[policy.preset].en}.`, 'zh-CN': `，先于${zh}${orders[policy.preset]['zh-CN']}。` });
}

const join = (...parts: Label[]): Label => ({
  en: parts.map(({ en }) => en).join(''),
  'zh-CN': parts.map((part) => part['zh-CN']).join(''),
});

/** Where the share of the promise is not what decides, it is said what does. */
const orders: Record<PolicyRow['preset'], Label> = {
  promise: { en: '', 'zh-CN': '' },
  deadline: { en: ': what is due first comes first', 'zh-CN': '：先到期者优先' },
  strict: { en: ': the higher tier comes first', 'zh-CN': '：等级高者优先' },
  'first-come': { en: ': who came first is first', 'zh-CN': '：先到者优先' },
  table: { en: ': by the table in force', 'zh-CN': '：按现行规则表' },
};

function sayPreference({ heldFor, preferred }: Head, asked: string | undefined): Label {
  if (heldFor !== undefined) return { en: ', kept for you because you know the matter', 'zh-CN': '，因您熟悉此事而为您保留' };
  if (preferred === asked) return { en: ', yours first because you know the matter', 'zh-CN': '，因您熟悉此事而先询问您' };
  return { en: '', 'zh-CN': '' };
}

/** The first head after the winner that the agent asked might be given: what waits elsewhere, or for others, is not theirs to know. */
function nextFor({ snapshot: { heads, agents }, receipt }: DecisionRow): Head | undefined {
  const asked = agents.find(({ agentId }) => agentId === receipt.winner?.agentId);
  const place = receipt.heads.findIndex(({ taskId }) => taskId === receipt.winner?.taskId);
  const isTheirs = (head: Head) => asked?.queueIds.includes(head.queueId) && (head.heldFor ?? asked.agentId) === asked.agentId;
  const theirs = new Map(heads.filter(isTheirs).map((head) => [head.taskId, head]));
  const after = receipt.heads.slice(place + 1).find(({ taskId }) => theirs.has(taskId));
  return after && theirs.get(after.taskId);
}

const channelNames: Record<Channel, Label> = {
  voice: { en: 'call', 'zh-CN': '来电' },
  sms: { en: 'SMS', 'zh-CN': '短信' },
  email: { en: 'email', 'zh-CN': '邮件' },
  web_chat: { en: 'chat', 'zh-CN': '在线聊天' },
};

function sayWait(catalog: Catalog, policy: PolicyRow, head: Head, at: number): Label {
  const tier = catalog.tiers.find(({ key }) => key === head.tier)?.label ?? { en: head.tier, 'zh-CN': head.tier };
  const promise = promiseOf(policy, head);
  const { closedFor = 0 } = head;
  const waited = Math.max(0, Math.round((at - head.neededAt - closedFor) / 1000));
  const share = Math.round((100 * waited) / promise);
  const open = closedFor > 0 ? { en: ' of working time', 'zh-CN': '（仅计工作时间）' } : { en: '', 'zh-CN': '' };
  return {
    en: `${tier.en} ${channelNames[head.channel].en}, waited ${seconds(waited).en}${open.en} of ${seconds(promise).en} promised (${share}%)`,
    'zh-CN': `${tier['zh-CN']}${channelNames[head.channel]['zh-CN']}已等待 ${seconds(waited)['zh-CN']}${open['zh-CN']}，承诺 ${seconds(promise)['zh-CN']}（${share}%）`,
  };
}

/** As the console writes waits, so that a sentence and the bars beside it say the same. */
function seconds(count: number): Label {
  if (count < 100) return { en: `${count} s`, 'zh-CN': `${count} 秒` };
  const [minutes, hours] = [Math.round(count / 6) / 10, Math.round(count / 360) / 10];
  return count < 5940 ? { en: `${minutes} min`, 'zh-CN': `${minutes} 分钟` } : { en: `${hours} h`, 'zh-CN': `${hours} 小时` };
}

/** `skill zh 0<2`, `capacity voice 1/1`, `barred web_chat`, or the bare reason. */
export function exclusionCode(exclusion: Exclusion): string {
  if (exclusion.why === 'skill') return `skill ${exclusion.skill} ${exclusion.held}<${exclusion.needed}`;
  if (exclusion.why === 'barred') return `barred ${exclusion.by}`;
  if (exclusion.why === 'capacity') return `capacity ${exclusion.channel} ${exclusion.held}/${exclusion.limit}`;
  return exclusion.why;
}
