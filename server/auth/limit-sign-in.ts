import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';

const limiters = new WeakMap<Hub, RateLimiterPostgres>();

/** Ten tries a minute for one person from one address, on all nodes together. Throws `too_many_attempts`. */
export async function limitSignIn(hub: Hub, address: string, email: string): Promise<void> {
  try {
    await limiterOf(hub).consume(`${address} ${email.trim().toLowerCase()}`);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new HubError('too_many_attempts');
    throw refusal;
  }
}

function limiterOf(hub: Hub): RateLimiterPostgres {
  let limiter = limiters.get(hub);
  if (!limiter) {
    limiter = new RateLimiterPostgres({
      storeClient: hub.db.pool,
      tableName: 'sign_in_attempts',
      tableCreated: true,
      points: 10,
      duration: 60,
      clearExpiredByTimeout: false,
    });
    limiters.set(hub, limiter);
  }
  return limiter;
}
