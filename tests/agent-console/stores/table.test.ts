import { describe, expect, it } from 'vitest';
import { forwardOnly } from '../../../agent-console/stores/forward-only.ts';
import { createTable } from '../../../agent-console/stores/table.ts';
import type { EntryView } from '../../../server/contract/entities.ts';
import { type MessageStatus, messageStatuses } from '../../../server/contract/statuses.ts';

describe('a table of entities', () => {
  it('lets no slow load overwrite what came live while it was under way', () => {
    const table = createTable<{ id: string; state: string }>();
    table.put({ id: 'a', state: 'waiting' });
    const mark = table.mark();
    table.put({ id: 'a', state: 'ringing' });
    table.fill(
      [
        { id: 'a', state: 'waiting' },
        { id: 'b', state: 'waiting' },
      ],
      mark,
    );
    expect(table.all()).toEqual([
      { id: 'a', state: 'ringing' },
      { id: 'b', state: 'waiting' },
    ]);
  });

  it('takes a load that began after the last live change', () => {
    const table = createTable<{ id: string; state: string }>();
    table.put({ id: 'a', state: 'ringing' });
    table.fill([{ id: 'a', state: 'answered' }], table.mark());
    expect(table.get('a')?.state).toBe('answered');
  });

  it('does not fill up with what nobody has loaded, and still tells a load under way what passed by', () => {
    const table = createTable<{ id: string; state: string }>();
    const mark = table.mark();
    for (let n = 0; n < 5_000; n++) table.pass({ id: `t${n}`, state: 'taken' });
    expect(table.all()).toEqual([]);
    table.fill(
      [
        { id: 't4999', state: 'waiting' },
        { id: 'other', state: 'waiting' },
      ],
      mark,
    );
    expect(table.all()).toEqual([
      { id: 't4999', state: 'taken' },
      { id: 'other', state: 'waiting' },
    ]);
    table.pass({ id: 'other', state: 'taken' });
    expect(table.get('other')?.state).toBe('taken');
  });
});

describe('the ticks of a message', () => {
  const message = (status: MessageStatus, text = ''): EntryView => ({
    id: 'm',
    conversationId: 'c',
    ticketId: 't',
    customerId: 'k',
    seq: 1,
    kind: 'outbound',
    channel: 'sms',
    at: '2026-03-01T12:00:00.000Z',
    agent: null,
    text,
    hasHtml: false,
    mail: null,
    call: null,
    status,
    errorCode: null,
    clientId: null,
    attachments: [],
    mentions: [],
  });

  it('only move forward, in whatever order the news comes', () => {
    const table = createTable<EntryView>(forwardOnly);
    for (const status of ['sent', 'read', 'queued', 'delivered'] as const) table.put(message(status));
    expect(table.get('m')?.status).toBe('read');
  });

  it('hold for every pair of statuses', () => {
    for (const [earlier, later] of messageStatuses.flatMap((a, i) => messageStatuses.slice(i).map((b) => [a, b] as const))) {
      expect(forwardOnly(message(later), message(earlier)).status).toBe(later);
      expect(forwardOnly(message(earlier), message(later)).status).toBe(later);
    }
  });

  it('keep nothing else of the old form', () => {
    expect(forwardOnly(message('read', 'old'), message('sent', 'new'))).toMatchObject({ status: 'read', text: 'new' });
  });
});
