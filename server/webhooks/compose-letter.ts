import type { EventRow } from '../events/feed.ts';
import { freeWords } from '../events/free-words.ts';
import type { Letter } from './post-delivery.ts';
import { signDelivery } from './sign-delivery.ts';

export type ToldEvent = Pick<
  EventRow,
  'id' | 'at' | 'name' | 'customerId' | 'conversationId' | 'ticketId' | 'taskId' | 'agentId' | 'queueId' | 'entryId' | 'data'
> & {
  /** The shop's own key of the customer. */
  readonly customerExternalId: string | null;
};

export interface Addressee {
  readonly url: string;
  readonly secret: string;
}

/** An event as it is told: its name and time, who and what it is about, and facts. Never words of a customer or an agent. */
export const composeLetter = (to: Addressee, event: ToldEvent, now: Date): Letter =>
  seal(to, `evt_${event.id}`, now, {
    type: event.name,
    timestamp: event.at.toISOString(),
    id: event.id,
    subjects: subjectsOf(event),
    data: withoutWords(event),
  });

/** What the test button sends. */
export const composeTest = (to: Addressee, id: string, now: Date): Letter =>
  seal(to, `test_${id}`, now, { type: 'webhook.test', timestamp: now.toISOString(), id: 0, subjects: {}, data: {} });

function seal({ url, secret }: Addressee, id: string, now: Date, content: object): Letter {
  const body = JSON.stringify(content);
  return { url, body, headers: signDelivery(secret, { id, timestamp: Math.floor(now.getTime() / 1000), body }) };
}

function subjectsOf({ customerId, customerExternalId, conversationId, ticketId, taskId, agentId, queueId, entryId }: ToldEvent): object {
  const all = { customerId, customerExternalId, conversationId, ticketId, taskId, agentId, queueId, entryId };
  return Object.fromEntries(Object.entries(all).filter(([, id]) => id !== null));
}

/** Facts only: what somebody wrote in their own words stays in the house. */
function withoutWords({ name, data }: ToldEvent): object {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(Object.entries(data).filter(([key]) => !freeWords[name]?.includes(key)));
}
