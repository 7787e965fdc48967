import { type InjectionKey, inject } from 'vue';
import type { AnswerKeep } from '../offline/answer-keep.ts';
import { createReach, type Reach } from '../offline/reach.ts';
import { type Call, createCall } from './call.ts';
import { createHubClock, type HubClock } from './clock.ts';
import { connectLive, type LiveFeed, type LiveSettings } from './live.ts';
import { createUpload, type Upload } from './upload.ts';

/** The only way from the console to the hub: REST calls, the live feed and the hub's clock. */
export interface HubClient {
  /** While the hub cannot be reached, what was read before answers in its place. */
  readonly call: Call;
  /** As `call`, but only the hub itself answers. */
  readonly callNow: Call;
  readonly clock: HubClock;
  readonly reach: Reach;
  readonly upload: Upload;
  live(settings: Omit<LiveSettings, 'origin' | 'token'>): LiveFeed;
  /** The session is over: whoever asks the hub next has to sign in. Returns the way to stop hearing it. */
  onSignedOut(listener: () => void): () => void;
  /** Where a browser fetches a file or the sanitised mail itself. */
  attachmentUrl(attachmentId: string): string;
  uploadUrl(uploadId: string): string;
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
  readonly patienceMs?: number;
  /** Where there is a browser to keep what was read. */
  readonly keep?: (reach: Reach) => AnswerKeep;
}

/** Slow lines need seconds; what took longer than this has most likely got lost (milliseconds). */
const usualPatience = 20_000;

export function createHubClient({ origin, token, patienceMs = usualPatience, keep }: HubAddress = { origin: '' }): HubClient {
  const clock = createHubClock();
  const reach = createReach(clock.now);
  const listeners = new Set<() => void>();
  const kept = keep?.(reach);
  const settings = {
    origin,
    token,
    patienceMs,
    reach,
    answered: (response: Response, askedAt: number) => clock.heard(response.headers.get('date'), askedAt, Date.now()),
    signedOut: () => {
      for (const listener of listeners) listener();
    },
  };
  return {
    call: createCall({ ...settings, through: kept?.through }),
    callNow: createCall({ ...settings, through: kept?.keepOnly }),
    reach,
    upload: createUpload(origin, token),
    clock,
    live: (settings) => connectLive({ ...settings, origin, token }),
    onSignedOut(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    uploadUrl: (uploadId) => `${origin}/api/uploads/${encodeURIComponent(uploadId)}`,
    attachmentUrl: (attachmentId) => `${origin}/api/attachments/${encodeURIComponent(attachmentId)}`,
    mailUrl: (entryId, withRemoteImages) =>
      `${origin}/api/entries/${encodeURIComponent(entryId)}/html${withRemoteImages ? '?images=1' : ''}`,
  };
}
