import { describe, expect, it } from 'vitest';
import { createInOrder } from '../../../agent-console/hub-client/in-order.ts';
import type { WireEvent } from '../../../server/contract/events.ts';

const event = (id: number): WireEvent => ({
  id,
  name: 'ticket.assigned',
  at: '2026-03-01T12:00:00.000Z',
  actor: { kind: 'hub', id: null },
  customerId: null,
  conversationId: null,
  ticketId: null,
  taskId: null,
  agentId: null,
  queueId: null,
  entryId: null,
  seq: null,
  data: {},
  attached: {},
});

function listen() {
  const passed: number[] = [];
  return { passed, order: createInOrder(({ id }) => passed.push(id)) };
}

describe('events', () => {
  it('are passed on once, however often they come', () => {
    const { passed, order } = listen();
    for (const id of [1, 2, 2, 1, 3]) order.take(event(id));
    expect(passed).toEqual([1, 2, 3]);
  });

  it('that commit late are passed on too, though a later id came first', () => {
    const { passed, order } = listen();
    for (const id of [5, 7, 6]) order.take(event(id));
    expect(passed).toEqual([5, 7, 6]);
    expect(order.last()).toBe(7);
  });

  it('that come during a replay wait for it', () => {
    const { passed, order } = listen();
    order.take(event(1));
    order.hold();
    order.take(event(5));
    expect(passed).toEqual([1]);
    order.release([event(1), event(2), event(3)]);
    order.take(event(6));
    expect(passed).toEqual([1, 2, 3, 5, 6]);
  });

  it('that a load already holds are not asked for again, but those after it are passed on', () => {
    const { passed, order } = listen();
    order.hold();
    order.take(event(12));
    order.restart(10);
    expect(passed).toEqual([12]);
    order.restart(3);
    expect(order.last()).toBe(12);
  });
});
