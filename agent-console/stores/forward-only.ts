import type { EntryView } from '../../server/contract/entities.ts';
import { messageStatuses } from '../../server/contract/statuses.ts';

/** Delivery only moves forward (queued, sent, delivered, read, failed): late news never takes a tick away. */
export function forwardOnly(known: EntryView, news: EntryView): EntryView {
  return step(known) > step(news) ? { ...news, status: known.status, errorCode: known.errorCode } : news;
}

const step = (entry: EntryView) => (entry.status === null ? -1 : messageStatuses.indexOf(entry.status));
