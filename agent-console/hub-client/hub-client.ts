import { type InjectionKey, inject } from 'vue';
import { type Call, createCall } from './call.ts';
import { createHubClock, type HubClock } from './clock.ts';
import { connectLive, type LiveFeed, type LiveSettings } from './live.ts';
import { createUpload, type Upload } from './upload.ts';

/** The only way from the console to the hub: REST calls, the live feed and the hub's clock. */
export interface HubClient {
  readonly call: Call;
  readonly clock: HubClock;
  readonly upload: Upload;
  live(settings: Omit<LiveSettings, 'origin' | 'token'>): LiveFeed;
  /** The session is over: whoever asks the hub next has to sign in. Returns the way to stop hearing it. */
  onSignedOut(listener: () => void): () => void;
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

export interface HubAddress {
  /** Empty for the origin the page came from. */
  readonly origin: string;
  /** An API token, where there is no session cookie. */
  readonly token?: string;
}

export function createHubClient({ origin, token }: HubAddress = { origin: '' }): HubClient {
  const clock = createHubClock();
  const listeners = new Set<() => void>();
  const call = createCall({
    origin,
    token,
    answered: (response, askedAt) => clock.heard(response.headers.get('date'), askedAt, Date.now()),
    signedOut: () => {
      for (const listener of listeners) listener();
    },
  });
  return {
    call,
    upload: createUpload(origin, token),
    clock,
    live: (settings) => connectLive({ ...settings, origin, token }),
    onSignedOut(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attachmentUrl: (attachmentId) => `${origin}/api/attachments/${encodeURIComponent(attachmentId)}`,
    mailUrl: (entryId, withRemoteImages) =>
      `${origin}/api/entries/${encodeURIComponent(entryId)}/html${withRemoteImages ? '?images=1' : ''}`,
  };
}
