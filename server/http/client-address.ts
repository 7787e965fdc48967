import { BlockList, isIP } from 'node:net';

/** Whether an address is one of our own reverse proxies, whose word about the other end is taken. */
export type IsProxy = (address: string) => boolean;

/** From addresses and networks, e.g. `10.0.0.0/8`. Throws when one of them is neither. */
export function proxiesAmong(networks: readonly string[]): IsProxy {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Who is at the other end: of the TCP connection, or of the last proxy of ours that passed it on. What stands further left
 * in X-Forwarded-For was written by a stranger and proves nothing.
 */
export function clientAddress(isProxy: IsProxy, connection: string, forwardedFor: string | readonly string[] | undefined): string {
  const hops = [forwardedFor ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
  let address = connection;
  while (hops.length > 0 && isProxy(address)) address = hops.pop() ?? address;
  return address;
}
