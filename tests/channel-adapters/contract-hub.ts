import type { InboxAddress, Sender } from '../../channel-adapters/addresses.ts';
import {
  type ChannelAdapter,
  type DeliveryReport,
  type InboundItem,
  type InboundMessage,
  type Intake,
  type MailboxCursor,
  type RawArrival,
  type SaidBefore,
  type Taken,
  WebhookRefused,
  type WebhookRequest,
} from '../../channel-adapters/channel-adapter.ts';

/** What the carrier (or the customer's program) was told in the end. */
export type CarrierTold =
  | { readonly told: 'received' }
  | { readonly told: 'refused'; readonly code: string }
  | { readonly told: 'try_again' };

/**
 * The hub's half of the port for the contract suite: it keeps and takes in like the hub, in memory, and can be told to
 * be down or to hold its answer back, so that a test sees what the adapter tells the carrier meanwhile.
 */
export interface ContractHub extends Intake {
  /** Play the hub's webhook edge: read, take every item in, then answer. */
  receiveWebhook(adapter: ChannelAdapter, request: WebhookRequest): Promise<CarrierTold>;
  /** From now on nothing can be stored, until `recover`. */
  breakDown(): void;
  recover(): void;
  /** Storing takes until `release` is called; `asked` resolves when the adapter has handed something over. */
  hold(): { readonly asked: Promise<void>; release(): void };
  /** Everything that came in so far: messages, calls and reports, raw items understood by the adapter's own `parse`. */
  harvest(adapter: ChannelAdapter): Promise<Harvest>;
  forget(): void;
}

export interface Harvest {
  readonly items: readonly InboundItem[];
  /** Reasons of what went to quarantine. */
  readonly quarantined: readonly string[];
}

/** A hub that has received nothing yet. */
export function openContractHub(): ContractHub {
  const kept = new Map<string, RawArrival>();
  const taken = new Map<string, InboundItem>();
  const cursors = new Map<string, MailboxCursor>();
  let broken = false;
  let gate: Promise<void> | undefined;
  let noticeAsked = () => {};

  const store = async (write: () => void): Promise<void> => {
    noticeAsked();
    await gate;
    if (broken) throw new Error('the database is away');
    write();
  };
  const takeIn = (inbox: InboxAddress, item: InboundItem) => store(() => void taken.set(keyOf(inbox, item), item));

  return {
    keep: (arrival) =>
      store(() => {
        const key = `${arrival.inbox.id} ${arrival.externalId}`;
        if (!kept.has(key)) kept.set(key, arrival);
        if (arrival.cursor) cursors.set(arrival.inbox.id, arrival.cursor);
      }),
    async take(inbox: InboxAddress, item: InboundMessage | DeliveryReport): Promise<Taken> {
      const duplicate = taken.has(keyOf(inbox, item));
      await takeIn(inbox, item);
      return { conversationId: inbox.id, seq: taken.size, duplicate };
    },
    cursor: async (inbox) => cursors.get(inbox.id),
    history: async (_inbox, sender, afterSeq) => saidBefore([...taken.values()], sender, afterSeq),
    async receiveWebhook(adapter, request) {
      if (!adapter.readWebhook) throw new Error('this adapter reads no webhooks');
      try {
        const reading = await adapter.readWebhook(request);
        for (const item of reading.items) await takeIn(request.inbox, item);
        return { told: reading.answer.status < 300 ? 'received' : 'try_again' };
      } catch (refusal) {
        if (refusal instanceof WebhookRefused) return { told: 'refused', code: refusal.code };
        if (broken) return { told: 'try_again' };
        throw refusal;
      }
    },
    breakDown() {
      broken = true;
    },
    recover() {
      broken = false;
    },
    hold() {
      const [asked, ask] = openDoor();
      const [released, release] = openDoor();
      noticeAsked = ask;
      gate = released;
      return { asked, release };
    },
    harvest: (adapter) => understand(adapter, [...taken.values()], [...kept.values()]),
    forget() {
      for (const memory of [kept, taken, cursors]) memory.clear();
      broken = false;
      gate = undefined;
    },
  };
}

// A promise and what resolves it.
function openDoor(): [Promise<void>, () => void] {
  let open = () => {};
  const door = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [door, open];
}

// News about one call share its key; each piece of news is an item of its own.
function keyOf(inbox: InboxAddress, item: InboundItem): string {
  const part = item.kind === 'call' ? item.type : item.kind === 'report' ? item.status : '';
  return [inbox.id, item.kind, item.externalId, part].join(' ');
}

function saidBefore(items: readonly InboundItem[], sender: Sender, afterSeq: number): SaidBefore[] {
  return items
    .filter((item) => item.kind === 'message')
    .map((item, index) => ({ item, seq: index + 1 }))
    .filter(({ item, seq }) => item.from.value === sender.value && seq > afterSeq)
    .map(({ item, seq }) => ({ id: item.externalId, seq, from: 'customer', text: item.text, at: item.sentAt ?? new Date(0) }));
}

async function understand(adapter: ChannelAdapter, taken: readonly InboundItem[], kept: readonly RawArrival[]): Promise<Harvest> {
  const items = [...taken];
  const quarantined: string[] = [];
  for (const arrival of kept) {
    if (!adapter.parse) throw new Error('this adapter keeps raw items but cannot parse them');
    const parsed = await adapter.parse(arrival);
    if (parsed.ok) items.push(parsed.message);
    else quarantined.push(parsed.reason);
  }
  return { items, quarantined };
}
