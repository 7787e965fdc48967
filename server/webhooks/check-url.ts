import { promisify } from 'node:util';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { AddressNotAllowed, guardAddresses, hostOf } from './guard-addresses.ts';

/**
 * Said at once what would fail later: names are resolved again for each connection, so this is a kindness and no protection.
 * Throws `webhook_url_refused`.
 */
export async function checkUrl(hub: Hub, written: string): Promise<string> {
  const url = new URL(written);
  const guard = guardAddresses(hub.config.webhookNetworks);
  const objection = guard.objection(url);
  if (objection) throw new HubError('webhook_url_refused', objection);
  const look = promisify(guard.lookupFor(url));
  await look(hostOf(url), { all: true }).catch((error: unknown) => {
    if (error instanceof AddressNotAllowed) throw new HubError('webhook_url_refused', 'leads into a closed network');
  });
  url.hash = '';
  return url.href;
}
