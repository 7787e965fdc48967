import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Networks that are not the public internet (IANA special-purpose registries, RFC 6890): ours, the machine's, the cloud's metadata. */
const closed4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Of IPv6 only 2000::/3 is public; in it Teredo, 6to4 and the documentation network lead elsewhere. */
const open6 = ['2000::/3'];
const closed6 = ['2001::/32', '2001:db8::/32', '2002::/16'];

/** Which addresses may be told anything. */
export interface AddressGuard {
  /** Why this URL cannot be a target, whatever its name resolves to; undefined when it may. */
  objection(url: URL): string | undefined;
  /** Resolves names for one kind of connection and fails with `address_not_allowed`: what was checked is what is connected to. */
  lookupFor(url: URL): LookupFunction;
}

/** Public addresses by https, and the installation's own networks, where plain http is enough. */
export function guardAddresses(networks: readonly string[]): AddressGuard {
  const own = listOf(networks);
  const [closed, open] = [listOf([...closed4, ...closed6]), listOf(open6)];
  const isOwn = (address: string) => own.check(address, familyOf(address));
  const isPublic = (address: string) =>
    !closed.check(address, familyOf(address)) && (isIP(address) === 4 || open.check(address, familyOf(address)));
  const mayReach = (url: URL, address: string) => isOwn(address) || (url.protocol === 'https:' && isPublic(address));
  return {
    objection(url) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
      if (url.protocol === 'http:' && networks.length === 0) return 'must begin with https://';
      if (url.username || url.password) return 'must not hold a password';
      const host = hostOf(url);
      return isIP(host) && !mayReach(url, host) ? 'leads into a closed network' : undefined;
    },
    lookupFor: (url) => guardedLookup((address) => mayReach(url, address)),
  };
}

/** A literal address is never looked up: `objection` has to be asked about it first. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

export class AddressNotAllowed extends Error {
  readonly code = 'address_not_allowed';
}

const guardedLookup =
  (mayReach: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new AddressNotAllowed('no address'), '', 0);
      if (!addresses.every(({ address }) => mayReach(address))) return callback(new AddressNotAllowed('closed network'), '', 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list;
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
