import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { clientAddress, proxiesAmong } from '../../../server/http/client-address.ts';
import { startTestHub, type TestHub } from '../../support/hub.ts';

describe('the address of the other end', () => {
  const ours = proxiesAmong(['127.0.0.0/8', '::1', '10.1.2.3', 'fd00::/8']);
  it.each([
    ['a stranger, whatever they claim', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['whoever our proxy passed on', '127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['the last that our proxies vouch for, not what was claimed before', '::1', '198.51.100.1, 203.0.113.7 , 10.1.2.3', '203.0.113.7'],
    ['the same by IPv6', '::ffff:127.0.0.1', '2001:db8::7, fd12::1', '2001:db8::7'],
    ['our proxy, when it says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['a neighbour of our proxy, who is none', '10.1.2.4', '203.0.113.7', '10.1.2.4'],
    ['what is no address, and vouches for nobody', '127.0.0.1', '203.0.113.7, unknown', 'unknown'],
  ])('is %s', (_, connection, forwardedFor, expected) => {
    expect(clientAddress(ours, connection, forwardedFor)).toBe(expected);
  });

  it('is the connection’s where no proxy is ours', () => {
    expect(clientAddress(proxiesAmong([]), '127.0.0.1', '203.0.113.7')).toBe('127.0.0.1');
  });
});

describe('the chat of a hub', () => {
  let test: TestHub | undefined;
  afterEach(() => test?.stop());

  /** How many of so many windows of one visitor each, from this address, are let in. */
  async function knock(forwardedFor: string, origin = 'https://shop.example.com'): Promise<string> {
    const socket = io(`${test?.url}/chat`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { inbox: 'website', visitor: 'v'.repeat(20) + Math.random().toString(36).slice(2, 12).padEnd(10, '0') },
      extraHeaders: { 'x-forwarded-for': forwardedFor, origin },
    });
    const answer = await new Promise<string>((resolve) => {
      socket.once('connect', () => resolve('in'));
      socket.once('connect_error', (error) => resolve('data' in error && error.data ? JSON.stringify(error.data) : error.message));
    });
    return answer === 'in' ? answer : answer.replace(/.*(foreign_origin|too_many_connections|too_fast).*/s, '$1');
  }

  it('counts those behind a proxy of ours one by one, and strangers together whatever they claim', async () => {
    test = await startTestHub({ TRUSTED_PROXIES: '127.0.0.1,::1' });
    const crowd = await Promise.all(Array.from({ length: 210 }, (_, i) => knock(i < 205 ? '203.0.113.7' : `198.51.100.${i}`)));
    expect(crowd.slice(0, 205).filter((answer) => answer === 'too_many_connections')).toHaveLength(5);
    expect(crowd.slice(205)).toEqual(Array.from({ length: 5 }, () => 'in'));
  });

  it('is open only to the pages of the sites that are named', async () => {
    test = await startTestHub({ CHAT_ORIGINS: 'https://shop.example.com' });
    expect(await knock('203.0.113.7')).toBe('in');
    expect(await knock('203.0.113.7', 'https://evil.example.net')).toBe('foreign_origin');
  });
});
