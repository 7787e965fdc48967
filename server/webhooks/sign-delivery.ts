import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** 256 random bits, written as Standard Webhooks does ("Signature scheme": base64 behind `whsec_`). */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

export interface Signed {
  readonly id: string;
  /** Whole seconds since 1970, of this attempt. */
  readonly timestamp: number;
  readonly body: string;
}

/** The headers by which a receiver knows that it was us, and that nothing was changed (Standard Webhooks 1.0, "Webhook headers"). */
export function signDelivery(secret: string, { id, timestamp, body }: Signed): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}
