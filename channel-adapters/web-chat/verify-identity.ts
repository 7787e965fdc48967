import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the embedding site computes for its signed-in customer: hex HMAC-SHA256 of the customer id. */
export function signCustomerId(customerId: string, secret: string): string {
  return createHmac('sha256', secret).update(customerId).digest('hex');
}

/** Whether the site that holds the secret vouches for this customer id. */
export function verifyIdentity(identity: { customerId: string; signature: string }, secret: string): boolean {
  const expected = Buffer.from(signCustomerId(identity.customerId, secret), 'hex');
  const given = Buffer.from(identity.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
