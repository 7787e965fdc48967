import { both, counted } from '../../catalog/words.ts';
import type { Effect, QueuesPart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Change } from '../part.ts';

/** What becomes of the work and the people of queues that are retired, what stays, and who serves what is new. */
export async function retirementEffects(db: Reader, change: Change<QueuesPart>): Promise<Effect[]> {
  const { before = [], after } = change;
  const was = (id: string) => before.find((queue) => queue.id === id);
  const retiring = after.filter(({ id, retired }) => retired && was(id)?.retired === false);
  const fresh = after.filter(({ id, retired }) => !retired && !was(id));
  const gone = before.filter(({ id }) => !after.some((queue) => queue.id === id));
  return [
    ...(await Promise.all(retiring.map((queue) => ofRetiring(db, queue, after)))).flat(),
    ...fresh.map(({ label }) =>
      warning(`Nobody serves ${label.en} yet: give it people under People.`, `“${label['zh-CN']}”还没有坐席，请在“人员”中分配。`),
    ),
    ...(await Promise.all(gone.map((queue) => ofGone(db, queue)))).flat(),
  ];
}

interface Work {
  waiting: number;
  tickets: number;
  inHands: number;
  inboxes: number;
  lastQueue: number;
  successors: number;
}

async function ofRetiring(db: Reader, { id, label, successorId }: QueuesPart[number], after: QueuesPart): Promise<Effect[]> {
  const retired = after.filter((queue) => queue.retired).map((queue) => queue.id);
  const work = await db.one<Work>(sql`
    select (select count(*) from tasks where queue_id = ${id} and state = 'pending') as waiting,
      (select count(*) from tickets where queue_id = ${id} and status <> 'closed') as tickets,
      (select count(*) from tasks where queue_id = ${id} and state in ('reserved', 'assigned', 'wrapping')) as in_hands,
      (select count(*) from inboxes where queue_id = ${id}) as inboxes,
      (select count(*) from queue_members m where m.queue_id = ${id}
        and not exists (select from queue_members o where o.agent_id = m.agent_id and o.queue_id <> all(${retired}::uuid[]))) as last_queue,
      (select count(*) from queue_members m where m.queue_id = ${successorId}) as successors`);
  const to = after.find((queue) => queue.id === successorId)?.label ?? label;
  return [
    ...(work.waiting > 0
      ? [
          notice(
            `${counted(work.waiting, 'waiting task moves', 'waiting tasks move')} to ${to.en}, with the time already waited.`,
            `${work.waiting} 个等待中的任务转到“${to['zh-CN']}”，等待时间不变。`,
          ),
        ]
      : []),
    ...(work.tickets > 0
      ? [
          notice(
            `${counted(work.tickets, 'ticket that is not closed moves', 'tickets that are not closed move')} to ${to.en}.`,
            `${work.tickets} 个未关闭的工单转到“${to['zh-CN']}”。`,
          ),
        ]
      : []),
    ...(work.inHands > 0
      ? [
          notice(
            `${counted(work.inHands, 'task stays with the agent who holds it', 'tasks stay with the agents who hold them')}.`,
            `${work.inHands} 个处理中的任务仍由当前坐席完成。`,
          ),
        ]
      : []),
    ...(work.inboxes > 0
      ? [
          notice(
            `${counted(work.inboxes, 'inbox leads', 'inboxes lead')} to ${to.en} from now on.`,
            `${work.inboxes} 个收件渠道改为进入“${to['zh-CN']}”。`,
          ),
        ]
      : []),
    ...(work.lastQueue > 0
      ? [
          warning(
            `${counted(work.lastQueue, 'agent loses their last queue', 'agents lose their last queue')}: nothing is offered to them any more.`,
            `${work.lastQueue} 名坐席将失去最后一个队列，不会再收到任务。`,
          ),
        ]
      : []),
    ...(work.successors === 0
      ? [warning(`Nobody serves ${to.en}: what moves there waits for ever.`, `“${to['zh-CN']}”没有坐席，转入的任务将无人处理。`)]
      : []),
  ];
}

/** Named no more, as in a file from elsewhere: it goes only if nothing ever was in it. */
async function ofGone(db: Reader, { id, label }: QueuesPart[number]): Promise<Effect[]> {
  const used = await db.maybe(sql`
    select 1 where exists (select from tickets where queue_id = ${id}) or exists (select from inboxes where queue_id = ${id})
      or exists (select from queue_members where queue_id = ${id}) or exists (select from tasks where queue_id = ${id})`);
  return used
    ? [warning(`${label.en} stays as it is: it has work, people or inboxes.`, `“${label['zh-CN']}”将保留：仍有任务、人员或收件渠道。`)]
    : [];
}

const notice = (en: string, zh: string): Effect => ({ weight: 'notice', words: both(en, zh) });
const warning = (en: string, zh: string): Effect => ({ weight: 'warning', words: both(en, zh) });
