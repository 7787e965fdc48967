import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freeWords } from '../../../server/events/free-words.ts';
import { toldEvents } from '../../../server/webhooks/told-events.ts';

/** Facts of events that are texts and might be somebody's own words. */
const wordy = /\b(reason|text|note|comment|title|subject|words)\b\??: string/;
/** Those of them that are codes of ours. */
const codes = [
  'agent.status_changed',
  'call.ended',
  'callback.unanswered',
  'follow_up.withdrawn',
  'item.quarantined',
  'reservation.canceled',
  'task.canceled',
];

describe('what somebody wrote in their own words', () => {
  it('stands in no event but those that are known to hold it: they are not told outside, and are erased', () => {
    const lines = readFileSync('server/contract/events.ts', 'utf8').split('\n');
    const found = lines.flatMap((line) => (wordy.test(line) ? [/'([^']+)'/.exec(line)?.[1] ?? line] : []));
    expect(found.filter((name) => !codes.includes(name)).sort()).toEqual(Object.keys(freeWords).sort());
  });

  it('is told to nobody of an event that is not on the list at all', () => {
    for (const name of ['token.created', 'agent.signed_in', 'customer.exported', 'customer.kept_apart', 'raw_item.kept'])
      expect(toldEvents).not.toContain(name);
  });
});
