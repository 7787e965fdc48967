import type { Carrier } from '../carrier/carrier.ts';

/** Look every half second; false when it has not come true within `ms`. */
export async function waitUntil(carrier: Carrier, isTrue: () => boolean, ms: number): Promise<boolean> {
  for (let left = ms; left > 0; left -= 500) {
    if (isTrue()) return true;
    await carrier.wait(Math.min(left, 500));
  }
  return isTrue();
}
