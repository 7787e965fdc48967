import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { guardAddresses } from '../../../server/webhooks/guard-addresses.ts';

const objection = (url: string, networks: string[] = []) => guardAddresses(networks).objection(new URL(url));

describe('an address that may be told of events', () => {
  it.each([
    'https://shop.example/hooks',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1:248:1893:25c8:1946]/',
    'https://8.8.8.8:8443/x?y=1',
  ])('is on the internet and by https: %s', (url) => expect(objection(url)).toBeUndefined());

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0.0.0.0/',
    'https://10.0.0.8/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:a9fe:a9fe::]/',
    'https://[2001::1]/',
    'https://[ff02::1]/',
  ])('does not lead into a closed network: %s', (url) => expect(objection(url)).toBe('leads into a closed network'));

  it('is no http, no file and holds no password', () => {
    expect(objection('http://shop.example/')).toBe('must begin with https://');
    expect(objection('file:///etc/passwd')).toBe('must begin with https://');
    expect(objection('https://ada:secret@shop.example/')).toBe('must not hold a password');
  });

  it('may be in a network of our own when that is set, by http too, but nowhere else by http', () => {
    const own = ['10.1.0.0/16', '127.0.0.1', 'fd00::/8'];
    expect(objection('http://10.1.2.3/', own)).toBeUndefined();
    expect(objection('http://127.0.0.1:8000/', own)).toBeUndefined();
    expect(objection('https://[fd00::7]/', own)).toBeUndefined();
    expect(objection('https://10.2.0.1/', own)).toBe('leads into a closed network');
    expect(objection('https://127.0.0.2/', own)).toBe('leads into a closed network');
    expect(objection('http://93.184.216.34/', own)).toBe('leads into a closed network');
  });

  it('is what its name resolves to at the moment of connecting', async () => {
    const look = (url: string, networks: string[]) =>
      promisify(guardAddresses(networks).lookupFor(new URL(url)))('localhost', { all: true });
    await expect(look('https://localhost/', [])).rejects.toMatchObject({ code: 'address_not_allowed' });
    await expect(look('http://localhost/', ['127.0.0.0/8', '::1'])).resolves.toBeDefined();
    await expect(look('http://localhost/', ['10.0.0.0/8'])).rejects.toMatchObject({ code: 'address_not_allowed' });
  });
});
