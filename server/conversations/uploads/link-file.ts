import { randomBytes } from 'node:crypto';
import type { Hub } from '../../hub.ts';

/** 192 bits: whoever was not sent it does not guess it. */
export const newLinkKey = (): string => randomBytes(24).toString('base64url');

/** Where whoever was sent a file fetches it, without signing in. */
export const linkTo = (hub: Pick<Hub, 'config'>, key: string): string => `${hub.config.publicUrl}/files/${key}`;
