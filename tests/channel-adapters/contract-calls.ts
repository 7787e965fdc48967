import { describe, expect, it, type TestContext } from 'vitest';
import type { InboxAddress } from '../../channel-adapters/addresses.ts';
import type { CallNews } from '../../channel-adapters/calls.ts';
import type { ChannelAdapter } from '../../channel-adapters/channel-adapter.ts';

/** How the suite drives calls: a caller, and the phones of agents. */
export interface CallHarness {
  readonly inbox: InboxAddress;
  /** Phones that are answered. */
  readonly agents: { readonly first: string; readonly second: string };
  /** A customer calls in and speaks with the first agent. */
  talk(): Promise<TalkingCall>;
}

export interface TalkingCall {
  readonly callId: string;
  readonly conversationId: string;
  /** Phones of agents that are in the call now. */
  inIt(): readonly string[];
  /** How often phones of agents have been rung in it. */
  rung(): number;
  /** The customer hears nobody. */
  isOnHold(): boolean;
  isOver(): boolean;
  customerLeaves(): void;
  agentLeaves(address: string): void;
  /** What the hub was told of the colleague who was asked into the call. */
  colleague(): Extract<CallNews, { type: 'colleague' }>['did'][];
}

const handoverId = '0199c1f0-0000-7000-8000-0000000ca115';

/** What `seat` promises of a connected call: it becomes what is described, whatever it was, and asking again changes nothing. */
export function describeSeating(harness: () => { readonly adapter: ChannelAdapter; readonly calls?: CallHarness }): void {
  const begin = async (context: TestContext) => {
    const { adapter, calls } = harness();
    const control = adapter.calls;
    if (!control || !calls) return context.skip('nobody speaks here');
    const { agents, inbox } = calls;
    const call = await calls.talk();
    const { callId, conversationId } = call;
    const who = (...wanted: ('first' | 'second')[]) =>
      wanted.map((name) => ({ address: agents[name], ends: name === wanted[0], ...(name === 'second' ? { handoverId } : {}) }));
    const seat = (onHold: boolean, ...wanted: ('first' | 'second')[]) =>
      control.seat({ callId, inbox, conversationId, onHold, agents: who(...wanted) });
    return { call, agents, seat };
  };

  describe('a call whose agents change', () => {
    it('rings a colleague once, however often it is asked, and tells when they have come', async (context) => {
      const { call, agents, seat } = await begin(context);
      await seat(false, 'first', 'second');
      await expect.poll(call.colleague).toEqual(['joined']);
      await seat(false, 'first', 'second');
      expect([call.inIt(), call.rung(), call.isOnHold()]).toEqual([[agents.first, agents.second], 2, false]);
    });

    it('puts the customer on hold and takes them off it, while the agents go on speaking', async (context) => {
      const { call, agents, seat } = await begin(context);
      await seat(true, 'first', 'second');
      await expect.poll(call.colleague).toEqual(['joined']);
      expect(call.isOnHold()).toBe(true);
      await seat(true, 'first', 'second');
      expect([call.inIt(), call.isOnHold()]).toEqual([[agents.first, agents.second], true]);
      await seat(false, 'first', 'second');
      expect(call.isOnHold()).toBe(false);
    });

    it('goes on with the colleague alone when the first is let go, and is over when they end it', async (context) => {
      const { call, agents, seat } = await begin(context);
      await seat(false, 'first', 'second');
      await expect.poll(call.colleague).toEqual(['joined']);
      await seat(false, 'second');
      await expect.poll(call.inIt).toEqual([agents.second]);
      expect(call.isOver()).toBe(false);
      call.agentLeaves(agents.second);
      await expect.poll(call.isOver).toBe(true);
    });

    it('goes on when a colleague leaves who is not to end it, and the hub is told that they left', async (context) => {
      const { call, agents, seat } = await begin(context);
      await seat(false, 'first', 'second');
      await expect.poll(call.colleague).toEqual(['joined']);
      call.agentLeaves(agents.second);
      await expect.poll(call.colleague).toEqual(['joined', 'left']);
      expect([call.inIt(), call.isOver()]).toEqual([[agents.first], false]);
    });

    it('rings nobody for a customer who has hung up', async (context) => {
      const { call, seat } = await begin(context);
      call.customerLeaves();
      await expect.poll(call.isOver).toBe(true);
      await seat(false, 'first', 'second');
      expect(call.rung()).toBe(1);
    });
  });
}
