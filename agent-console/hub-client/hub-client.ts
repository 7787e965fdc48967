import { inject, type InjectionKey } from 'vue';
import { type Call, createCall } from './call.ts';
import { createHubClock, type HubClock } from './clock.ts';
import { connectLive, type LiveFeed, type LiveSettings } from './live.ts';

/** The only way from the console to the hub: REST calls, the live feed and the hub's clock. */
export interface HubClient {
  readonly call: Call;
  readonly clock: HubClock;
  live(settings: Omit<LiveSettings, 'origin'>): LiveFeed;
  /** The session is over: whoever asks the hub next has to sign in. */
  onSignedOut(listener: () => void): void;
  /** Where a browser fetches a file or the sanitised mail itself. */
  attachmentUrl(attachmentId: string): string;
  mailUrl(entryId: string, withRemoteImages: boolean): string;
}

export const hubKey: InjectionKey<HubClient> = Symbol('hub');

export function useHub(): HubClient {
  const hub = inject(hubKey);
  if (!hub) throw new Error('The hub client was not provided.');
  return hub;
}

/** `origin` is empty in the browser (same origin) and absolute in tests. */
export function createHubClient(origin = ''): HubClient {
  const clock = createHubClock();
  const listeners: (() => void)[] = [];
  const call = createCall({
    origin,
    answered: (response, askedAt) => clock.heard(response.headers.get('date'), askedAt, Date.now()),
    signedOut: () => {
      for (const listener of listeners) listener();
    },
  });
  return {
    call,
    clock,
    live: (settings) => connectLive({ ...settings, origin }),
    onSignedOut: (listener) => void listeners.push(listener),
    attachmentUrl: (attachmentId) => `${origin}/api/attachments/${encodeURIComponent(attachmentId)}`,
    mailUrl: (entryId, withRemoteImages) => `${origin}/api/entries/${encodeURIComponent(entryId)}/html${withRemoteImages ? '?images=1' : ''}`,
  };
}
