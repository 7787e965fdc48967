import { describe, expect, it } from 'vitest';
import { arrangeWork } from '../../../agent-console/pages/desk/work-groups.ts';
import type { TaskView } from '../../../server/contract/entities.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

const task = (id: string, traits: Partial<TaskView>): TaskView => ({
  id,
  ticketId: 't',
  ticketNumber: 1,
  ticketStatus: 'open',
  subject: '',
  conversationId: id,
  queueId: 'q',
  channel: 'sms',
  tier: 'gold',
  skills: {},
  kind: 'contact',
  customer: { id: 'c', name: null, tier: 'gold', contact: null },
  preview: '',
  neededAt: ago(10),
  promiseSeconds: 60,
  due: null,
  closedSeconds: 0,
  opensAt: null,
  pausesAt: null,
  state: 'assigned',
  agentId: 'me',
  assignedAt: ago(5),
  wrapUpUntil: null,
  lastSeq: 1,
  unanswered: true,
  ...traits,
});

describe('my work', () => {
  it('stands in the order in which it wants me', () => {
    const work = arrangeWork(
      [],
      [
        task('written', { unanswered: false }),
        task('wrapping', { state: 'wrapping', channel: 'voice' }),
        task('mail', { channel: 'email', neededAt: ago(600), promiseSeconds: 3_600 }),
        task('sms', { neededAt: ago(500), promiseSeconds: 600 }),
        task('chat', { channel: 'web_chat', unanswered: false }),
        task('call', { channel: 'voice', assignedAt: ago(50) }),
      ],
      now,
    );
    expect(work.map((item) => [item.group, item.key])).toEqual([
      ['live', 'call'],
      ['live', 'chat'],
      ['wrap_up', 'wrapping'],
      ['waiting_for_me', 'sms'],
      ['waiting_for_me', 'mail'],
      ['waiting_for_customer', 'written'],
    ]);
  });
});
