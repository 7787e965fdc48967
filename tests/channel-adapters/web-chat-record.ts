import type { InboxAddress } from '../../channel-adapters/addresses.ts';
import type { DeliveryReport, InboundMessage, Intake, SaidBefore } from '../../channel-adapters/channel-adapter.ts';

/** What a hub keeps of chats, in memory: it outlives the server, as a database does. */
export interface ChatRecord extends Omit<Intake, 'writing'> {
  /** Set by who wants to hear of it. */
  writing?: NonNullable<Intake['writing']>;
  readonly messages: readonly InboundMessage[];
  readonly reports: readonly DeliveryReport[];
  /** How often a message was handed in, duplicates included. */
  handedIn(): number;
  /** The next `times` reads or writes fail, as when the database is away. */
  fail(times: number, reason?: Error): void;
  /** The next `times` delivery reports cannot be stored. */
  failReports(times: number): void;
  /** `take` stores, but its answers wait until the returned function is called. */
  holdAnswers(): () => void;
  /** Their line begins anew, as when the visitor turns out to be another customer: places count from 1 again. */
  beginAnew(inbox: InboxAddress, visitor: string): void;
  rememberReply(inbox: InboxAddress, visitor: string, reply: { id: string; text: string; agentName: string; at: Date }): void;
}

type Entry = SaidBefore & { thread: string };

export function openChatRecord(): ChatRecord {
  const entries: Entry[] = [];
  const messages: InboundMessage[] = [];
  const reports: DeliveryReport[] = [];
  let handedIn = 0;
  let failingReports = 0;
  let failures: { left: number; reason: Error } = { left: 0, reason: new Error() };
  let gate: Promise<void> = Promise.resolve();
  const threadOf = (inbox: InboxAddress, visitor: string | null) => `${inbox.id} ${visitor}`;
  const add = (entry: Omit<Entry, 'seq'>) => {
    const seq = entries.filter(({ thread }) => thread === entry.thread).length + 1;
    entries.push({ ...entry, seq });
    return seq;
  };

  const stumble = () => {
    if (failures.left-- > 0) throw failures.reason;
  };
  const takeMessage = (inbox: InboxAddress, message: InboundMessage) => {
    handedIn++;
    const thread = threadOf(inbox, message.from.value);
    const known = entries.find((entry) => entry.thread === thread && entry.id === message.externalId);
    if (known) return { conversationId: thread, seq: known.seq, duplicate: true };
    messages.push(message);
    const seq = add({ thread, id: message.externalId, from: 'customer', text: message.text, at: new Date() });
    return { conversationId: thread, seq, duplicate: false };
  };

  return {
    messages,
    reports,
    handedIn: () => handedIn,
    fail(times, reason = new Error('the database is away')) {
      failures = { left: times, reason };
    },
    failReports(times) {
      failingReports = times;
    },
    holdAnswers() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    beginAnew(inbox, visitor) {
      for (const entry of entries) if (entry.thread === threadOf(inbox, visitor)) entry.thread = 'over';
    },
    rememberReply: (inbox, visitor, reply) => void add({ thread: threadOf(inbox, visitor), from: 'agent', ...reply }),
    async take(inbox, item) {
      stumble();
      if (item.kind === 'report' && failingReports-- > 0) throw new Error('the database is away');
      if (item.kind === 'report') return { conversationId: inbox.id, seq: reports.push(item), duplicate: false };
      const taken = takeMessage(inbox, item);
      await gate;
      return taken;
    },
    async history(inbox, sender, afterSeq) {
      stumble();
      return entries.filter(({ thread, seq }) => thread === threadOf(inbox, sender.value) && seq > afterSeq).slice(0, 200);
    },
    keep: () => Promise.reject(new Error('web chat keeps no raw items')),
    cursor: async () => undefined,
  };
}
