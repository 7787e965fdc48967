import type { CallChoice } from '../../channel-adapters/calls.ts';
import { type Catalog, type InboxRow, queueOf } from '../catalog/read-catalog.ts';
import { overflowChoices } from '../contract/overflow.ts';
import type { Reader } from '../db/database.ts';
import type { Hub } from '../hub.ts';
import type { Waiter } from '../routing/estimates/estimate-wait.ts';
import { overflowOf, ruleBefore, rulesAfter } from './rules.ts';

/** A caller, as far as it decides what may be offered. */
export interface OfferedTo {
  readonly waiter: Waiter;
  /** Null when hidden: nobody can be called back, or written to, there. */
  readonly number: string | null;
}

/** What a caller may have now instead of waiting, by the rules of the queue; in the order of the digits. */
export async function offeredChoices(hub: Hub, db: Reader, { waiter, number }: OfferedTo): Promise<CallChoice[]> {
  const catalog = hub.catalog.known();
  const queue = queueOf(catalog, waiter.queueId);
  const rules = [await ruleBefore(hub, db, queue, waiter), ...rulesAfter(catalog, queue, waiter, hub.clock.now().getTime())];
  const offered = new Set(rules.flatMap((rule) => (rule?.act.do === 'offer' ? rule.act.choices : [])));
  const possible: Record<CallChoice, boolean> = {
    callback: number !== null,
    voicemail: true,
    chat_link: number !== null && overflowOf(queue).chatUrl !== null && smsInboxFor(catalog, queue.id) !== undefined,
  };
  return overflowChoices.filter((choice) => offered.has(choice) && possible[choice]);
}

/** From which of our numbers the link is sent: one of the queue's own, else the first. */
export function smsInboxFor({ inboxes }: Catalog, queueId: string): InboxRow | undefined {
  const sms = inboxes.filter(({ channel }) => channel === 'sms');
  return sms.find((inbox) => inbox.queueId === queueId) ?? sms[0];
}
