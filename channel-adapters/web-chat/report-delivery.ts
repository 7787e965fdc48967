import type { InboxAddress } from '../addresses.ts';
import type { DeliveryReport, Intake } from '../channel-adapter.ts';

/** Tells the hub what became of messages, each piece of news once as far as this node remembers. */
export interface DeliveryReporter {
  /** The hub knows this already: `send` has answered it. */
  known(messageId: string, status: Status): void;
  report(inbox: InboxAddress, messageIds: readonly string[], status: Status): Promise<void>;
}

type Status = 'delivered' | 'read';

const rank = { delivered: 1, read: 2 } as const satisfies Record<Status, number>;

/** A hub that gets a report twice ignores it, so forgetting the oldest (or a restart) costs a write and nothing else. */
export function createDeliveryReporter(intake: Intake, remembered = 10_000): DeliveryReporter {
  const reached = new Map<string, Status>();

  const known = (messageId: string, status: Status) => {
    reached.delete(messageId);
    reached.set(messageId, status);
    for (const oldest of reached.keys()) {
      if (reached.size <= remembered) return;
      reached.delete(oldest);
    }
  };

  const report = async (inbox: InboxAddress, messageIds: readonly string[], status: Status) => {
    for (const id of messageIds) {
      const before = reached.get(id);
      if (before && rank[before] >= rank[status]) continue;
      if (await stored(intake, inbox, { kind: 'report', messageId: id, externalId: id, status })) known(id, status);
    }
  };
  return { known, report };
}

// What could not be stored is not remembered: the next history or `seen` reports it again.
function stored(intake: Intake, inbox: InboxAddress, report: DeliveryReport): Promise<boolean> {
  return intake.take(inbox, report).then(
    () => true,
    () => false,
  );
}
