import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret for a cookie or a token: 256 random bits. Only its hash is ever stored. */
export const newSecret = (prefix = ''): string => `${prefix}${randomBytes(32).toString('base64url')}`;

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compare without telling by the time it takes how much of a guess was right. */
export const isSameSecret = (given: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(right)));
