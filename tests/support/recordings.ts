import { expect } from 'vitest';
import { InboxesPart } from '../../server/contract/settings.ts';
import type { RecordingRule } from '../../server/contract/statuses.ts';
import { type Client, eventually } from './hub.ts';

/** Set whether calls are recorded, as an admin does. */
export async function recordCalls(admin: Client, rule: RecordingRule): Promise<void> {
  const { content, revision } = await admin.call('readSettings', { query: { part: 'inboxes' } });
  const draft = InboxesPart.parse(content).map((inbox) => (inbox.channel === 'voice' ? { ...inbox, recording: rule } : inbox));
  await admin.call('saveSettings', { body: { part: 'inboxes', revision, draft } });
}

/** Wait until the recording of a call is as named; null: there is none. */
export const isBeing = (by: Client, id: string, state: 'on' | 'pausing' | 'paused' | 'resuming' | null): Promise<void> =>
  eventually(async () => {
    const { call } = (await by.call('getConversation', { id })).conversation;
    expect(call?.recording).toBe(state);
  }, 20);

/** The recordings in a conversation, as entries. */
export const recordingsIn = async (by: Client, id: string) =>
  (await by.call('getConversation', { id })).entries.filter(({ call }) => call?.type === 'recording');

/** The newest recording, once its sound is here. */
export const soundOf = (by: Client, id: string) =>
  eventually(async () => {
    const entry = (await recordingsIn(by, id)).at(-1);
    const [file] = entry?.attachments ?? [];
    if (!entry || !file) throw new Error('no sound yet');
    return { entry, file };
  }, 20);

/** A file of a conversation, or a part of it, as a browser asks for it. */
export const fetchSound = (url: string, by: Client, id: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/api/attachments/${id}`, { headers: { authorization: `Bearer ${by.token}`, ...headers } });

/** The longest stretch of a WAV in which nothing is heard at all (seconds). */
export function longestSilence(wav: Buffer): number {
  let [longest, silent] = [0, 0];
  for (let at = 44; at + 1 < wav.length; at += 2) {
    silent = Math.abs(wav.readInt16LE(at)) < 1 ? silent + 1 : 0;
    longest = Math.max(longest, silent);
  }
  return longest / 8_000;
}
