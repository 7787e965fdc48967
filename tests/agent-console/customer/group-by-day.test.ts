import { describe, expect, it } from 'vitest';
import { groupByDay, tellCallsOnce } from '../../../agent-console/customer/group-by-day.ts';
import { groupByTicket } from '../../../agent-console/customer/group-by-ticket.ts';
import type { TimelineItem } from '../../../server/contract/entities.ts';

const order = (id: string, at: Date): TimelineItem => ({
  type: 'order',
  id,
  at: at.toISOString(),
  of: null,
  order: { number: id, currency: 'CNY', amount: 100, status: 'paid', items: [] },
});

const call = (id: string, conversationId: string, type: 'incoming' | 'connected' | 'voicemail' | 'ended'): TimelineItem => ({
  type: 'entry',
  id,
  at: new Date(2026, 2, 1).toISOString(),
  of: null,
  ticketNumber: 1,
  subject: '',
  snippet: null,
  entry: {
    id,
    conversationId,
    ticketId: 't',
    customerId: 'k',
    seq: 1,
    kind: 'call',
    channel: 'voice',
    at: new Date(2026, 2, 1).toISOString(),
    agent: null,
    text: '',
    hasHtml: false,
    mail: null,
    call: { type, seconds: null, outcome: null },
    status: null,
    errorCode: null,
    clientId: null,
    attachments: [],
    mentions: [],
  },
});

describe('a history', () => {
  it('is grouped by the reader’s days and keeps its order', () => {
    const items = [
      order('c', new Date(2026, 2, 1, 0, 5)),
      order('b', new Date(2026, 1, 28, 23, 55)),
      order('a', new Date(2026, 1, 28, 8, 0)),
    ];
    expect(groupByDay(items).map((day) => day.items.map(({ id }) => id))).toEqual([['c'], ['b', 'a']]);
  });

  it('of nobody has no days', () => {
    expect(groupByDay([])).toEqual([]);
  });

  it('tells a call that is over once, and one that goes on as far as it is', () => {
    const items = [
      call('c3', 'ringing', 'incoming'),
      call('c2', 'over', 'ended'),
      call('c1', 'over', 'connected'),
      call('c0', 'over', 'incoming'),
    ];
    expect(tellCallsOnce(items).map(({ id }) => id)).toEqual(['c3', 'c2']);
  });

  it('keeps what a caller left to be heard', () => {
    const items = [call('c2', 'over', 'ended'), call('c1', 'over', 'voicemail'), call('c0', 'over', 'incoming')];
    expect(tellCallsOnce(items).map(({ id }) => id)).toEqual(['c2', 'c1']);
  });

  it('by ticket keeps together what belongs to one, where its newest thing stands', () => {
    const items = [call('c3', 'x', 'ended'), order('b', new Date(2026, 1, 28)), call('c1', 'x', 'incoming')];
    expect(groupByTicket(items).map(({ key, items }) => [key, items.map(({ id }) => id)])).toEqual([
      ['#1', ['c3', 'c1']],
      ['b', ['b']],
    ]);
  });
});
