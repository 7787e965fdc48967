import type { IncomingMessage } from 'node:http';
import { HubError } from '../errors.ts';

/**
 * A cookie goes along with whatever page makes the request: changes are taken only from our own pages, or from programs,
 * which send no Origin. (The cookie is SameSite=Lax as well; this is the second lock.)
 */
export function requireOwnOrigin(request: IncomingMessage): void {
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isOwnOrigin(request))
    throw new HubError('foreign_origin', request.headers.origin);
}

export function isOwnOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (!origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
