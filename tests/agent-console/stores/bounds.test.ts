import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useMe } from '../../../agent-console/stores/me.ts';
import { useNotices } from '../../../agent-console/stores/notices.ts';
import { useOffers } from '../../../agent-console/stores/offers.ts';
import { useRecords } from '../../../agent-console/stores/records.ts';
import { useTasks } from '../../../agent-console/stores/tasks.ts';
import type { TaskView } from '../../../server/contract/entities.ts';
import type { NoticeView } from '../../../server/contract/notices.ts';
import { smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';

let test: TestHub;
let mei: OpenConsole;
let task: TaskView;

beforeAll(async () => {
  test = await startTestHub();
  mei = await openConsole(test);
  await mei.use(useMe).load();
  await smsArrives(test, { from: '+441632960701', text: 'Hello' });
  const [waiting] = (await mei.hub.call('queue')).tasks;
  if (!waiting) throw new Error('nothing waits');
  task = waiting;
});
afterAll(() => test.stop());

const shift = Array.from({ length: 1_000 }, (_, n) => n);
const at = new Date().toISOString();

describe('what a console remembers of a long shift', () => {
  it('are the last of the answered offers, which never ring again', async () => {
    const offers = mei.use(useOffers);
    const { customer } = await mei.hub.call('getTicket', { params: { id: task.ticketId } });
    const rest = { state: 'pending' as const, offeredAt: at, expiresAt: at, task, customer, recent: [], why: { en: '', 'zh-CN': '' } };
    const offer = (n: number) => ({ ...rest, id: `offer ${n}`, agentId: mei.person.id });
    for (const n of shift) {
      offers.put(offer(n));
      offers.settle(`offer ${n}`, 'timed_out');
    }
    offers.put(offer(999));
    expect([offers.ringing, offers.all().length]).toEqual([[], 50]);
  });

  it('are what waits now and what its agent holds, not what others took', () => {
    const tasks = mei.use(useTasks);
    const mine = { ...task, id: 'mine', state: 'assigned' as const, agentId: mei.person.id };
    tasks.take(mine);
    for (const n of shift) {
      const waiting = [{ ...task, id: `task ${n}` }];
      tasks.fill(waiting, tasks.mark());
      tasks.keepWaiting(waiting);
    }
    expect(tasks.all().map(({ id }) => id)).toEqual(['mine', 'task 999']);
  });

  it('are the records read last', async () => {
    const records = mei.use(useRecords);
    const record = await mei.hub.call('readRecord', { params: { id: task.customer.id } });
    for (const n of shift) records.keep(`customer ${n}`, record);
    const kept = shift.filter((n) => records.of(`customer ${n}`));
    expect([kept.length, kept.at(0), kept.at(-1)]).toEqual([40, 960, 999]);
  });

  it('are about a hundred notices more than somebody had loaded, and all that are unread are counted', async () => {
    const notices = mei.use(useNotices);
    await notices.load();
    const customer = { id: task.customer.id, name: null };
    const notice = (n: number): NoticeView => ({
      id: `notice ${n}`,
      kind: 'mention',
      at,
      readAt: null,
      count: 1,
      ticket: { id: task.ticketId, number: n, subject: '' },
      customer,
      conversationId: null,
      by: null,
      detail: {},
    });
    for (const n of shift.slice(0, 90)) notices.take({ attached: { notice: notice(n) } });
    expect([notices.rows.length, notices.unread]).toEqual([90, 90]);
    for (const n of shift.slice(90)) notices.take({ attached: { notice: notice(n) } });
    expect(notices.rows.length).toBeLessThanOrEqual(130);
  });
});
