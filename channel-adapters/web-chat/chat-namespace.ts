import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { InboxAddress } from '../addresses.ts';
import type { Intake } from '../channel-adapter.ts';
import type { HubToVisitor } from './protocol.ts';
import type { DeliveryReporter } from './report-delivery.ts';
import type { WaitTeller } from './tell-waiting.ts';

/** The events of `VisitorToHub` as they really come: anything. */
export interface FromVisitor {
  message(frame: unknown, answer: unknown): void;
  history(afterSeq: unknown, answer: unknown): void;
  seen(messageId: unknown): void;
  writing(): void;
}

export type ChatNamespace = Namespace<FromVisitor, HubToVisitor, DefaultEventsMap, unknown>;
export type ChatSocket = Socket<FromVisitor, HubToVisitor, DefaultEventsMap, unknown>;

/** What is in force between `listen` and its stop. */
export interface Listening {
  readonly inboxes: readonly InboxAddress[];
  readonly intake: Intake;
  readonly reporter: DeliveryReporter;
  readonly teller: WaitTeller;
  /** Work begun for visitors and not finished. */
  readonly underWay: Set<Promise<void>>;
}
