import { isIPv6 } from 'node:net';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** A steady rate, and how much more may come at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** How long to wait, and how often it was tried within this second; undefined: go on. */
export type Excess = { readonly retryAfterMs: number; readonly tries: number } | undefined;

export type Limit = (key: string) => Promise<Excess>;

const burstSeconds = 30;

/** Each key may go on at the steady rate; a burst is used up first come and is there again after half a minute. */
export function limitRate({ perSecond, burst }: Rate): Limit {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: '', points: perSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: '', points: burst, duration: burstSeconds }),
  );
  return (key) => limiter.consume(key).then(() => undefined, excess);
}

function excess(rejection: unknown): Excess {
  if (!(rejection instanceof RateLimiterRes)) throw rejection;
  return { retryAfterMs: Math.max(50, rejection.msBeforeNext), tries: rejection.consumedPoints };
}

/** Who counts as one: an IPv4 address, or the /64 that one IPv6 line is given (RFC 6177). */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIPv6(plain) ? ipv6Groups(plain).slice(0, 4).join(':') : plain;
}

function ipv6Groups(address: string): string[] {
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}
