import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { DeliveryError } from './channel-adapter.ts';

/** What the SMS and voice channels need to know of one Twilio account. */
export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** Where the REST API answers, when that is not Twilio itself: the simulated carrier. */
  readonly apiUrl?: string | undefined;
  /** The hub's address as the carrier calls it; signatures cover it byte for byte. */
  readonly publicUrl: string;
}

const requestTimeoutMs = 10_000;

/** The vendor's client, talking to `apiUrl` when one is set. */
export function createTwilioClient({ accountSid, authToken, apiUrl }: TwilioSettings): twilio.Twilio {
  const httpClient = apiUrl ? new RedirectingClient(apiUrl) : new twilio.RequestClient({ timeout: requestTimeoutMs });
  return twilio(accountSid, authToken, { httpClient });
}

/** Address of one of our webhooks, as the carrier is told it. */
export function webhookUrl(settings: TwilioSettings, inboxId: string, path: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `${settings.publicUrl.replace(/\/+$/, '')}/webhooks/${encodeURIComponent(inboxId)}/${path}${search && `?${search}`}`;
}

/**
 * What the carrier's refusal means to us. The code is Twilio's own number where there is one. Nothing of the original
 * error is kept: the HTTP client writes the credentials into it.
 */
export function asDeliveryError(failure: unknown): DeliveryError {
  const { status, code, message } = factsOf(failure);
  if (status === undefined)
    return new DeliveryError('carrier_unreachable', false, `Twilio could not be reached (${code ?? 'no usable answer'}).`);
  return new DeliveryError(code ?? `http_${status}`, !isPassing(status), `Twilio answered ${status}: ${message}`);
}

/** Runs a REST call; whatever goes wrong comes out as `DeliveryError`. */
export async function askTwilio<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (failure) {
    throw asDeliveryError(failure);
  }
}

class RedirectingClient extends twilio.RequestClient {
  constructor(private readonly base: string) {
    super({ timeout: requestTimeoutMs });
  }

  override request<Data>(options: RequestClient.RequestOptions<Data>) {
    const uri = options.uri.replace(/^https:\/\/api\.[^/]*twilio\.com/, this.base.replace(/\/+$/, ''));
    return super.request({ ...options, uri });
  }
}

// Wrong credentials (401, 403) are mended by the operator, not by dropping the customer's message.
const isPassing = (status: number) => status < 400 || status >= 500 || [401, 403, 408, 425, 429].includes(status);

function factsOf(failure: unknown): { status?: number; code?: string; message: string } {
  if (!(failure instanceof Error)) return { message: '' };
  const status = 'status' in failure && typeof failure.status === 'number' ? failure.status : undefined;
  const code = 'code' in failure && failure.code != null ? String(failure.code) : undefined;
  return { ...(status !== undefined && { status }), ...(code !== undefined && { code }), message: failure.message };
}
