import { describe, expect, it, vi } from 'vitest';
import { signCustomerId } from '../../channel-adapters/web-chat/verify-identity.ts';
import { type ChatServerOptions, otherShop, setChatStage, shop } from './web-chat-hub.ts';
import { newVisitor } from './web-chat-window.ts';

const secret = 'a secret that the shop and the hub share';
const stage = setChatStage({ identitySecret: secret });

describe('the door', () => {
  it('lets a visitor in who names a widget and brings a long random id', async () => {
    const { socket } = await stage.open();
    expect(socket.connected).toBe(true);
  });

  it.each<[string, string, object]>([
    ['an unknown widget key', 'unknown_inbox', { inbox: 'nobody' }],
    ['a visitor id that could be guessed', 'weak_visitor_id', { visitor: '12345' }],
    ['a visitor id with foreign characters', 'weak_visitor_id', { visitor: "x' OR 1=1 -- xxxxxxxxxxxxxxx" }],
    ['a visitor id without end', 'weak_visitor_id', { visitor: 'v'.repeat(65) }],
    ['a handshake of another form', 'malformed', { inbox: { $ne: null } }],
    ['an identity without signature', 'malformed', { identity: { customerId: 'C-1' } }],
    ['a forged signature', 'bad_signature', { identity: { customerId: 'C-1', signature: signCustomerId('C-1', 'another secret') } }],
    ['the signature of another customer', 'bad_signature', { identity: { customerId: 'C-2', signature: signCustomerId('C-1', secret) } }],
    ['a signature that is no hex', 'bad_signature', { identity: { customerId: 'C-1', signature: '签名' } }],
    ['an empty signature', 'bad_signature', { identity: { customerId: 'C-1', signature: '' } }],
  ])('refuses %s by name', async (_what, code, handshake) => {
    await expect(stage.open(handshake)).rejects.toMatchObject({ code, message: expect.stringMatching(/\w/) });
    expect(stage.record.handedIn()).toBe(0);
  });

  it('believes no identity at all when the hub has no secret', async () => {
    const withoutSecret = await stage.serve();
    const identity = { customerId: 'C-1', signature: signCustomerId('C-1', '') };
    await expect(stage.open({ identity }, {}, withoutSecret)).rejects.toMatchObject({ code: 'bad_signature' });
  });

  it('tells the hub a signed customer id, and a claimed name only as a name', async () => {
    const identity = { customerId: '客户-42', signature: signCustomerId('客户-42', secret) };
    const signed = await stage.open({ identity, language: 'zh-CN', name: '  王小明\u0000 ' });
    const claimed = await stage.open({ name: 'C-1', language: '<script>' });
    await signed.write('您好');
    await claimed.write('hello');
    expect(stage.record.messages[0]?.from).toEqual({
      kind: 'chat_visitor',
      value: signed.visitor,
      signedCustomerId: '客户-42',
      language: 'zh-CN',
      name: '王小明',
    });
    expect(stage.record.messages[1]?.from).toEqual({ kind: 'chat_visitor', value: claimed.visitor, name: 'C-1' });
  });

  it('keeps foreign sites out when the allowed ones are listed', async () => {
    const choosy = await stage.serve({ allowedOrigins: ['https://shop.example.com'] });
    await expect(stage.open({}, { origin: 'https://evil.example.net' }, choosy)).rejects.toMatchObject({ code: 'foreign_origin' });
    await expect(stage.open({}, { origin: 'null' }, choosy)).rejects.toMatchObject({ code: 'foreign_origin' });
    expect((await stage.open({}, { origin: 'https://shop.example.com' }, choosy)).socket.connected).toBe(true);
  });

  it('limits the windows of one visitor, and lets a new one in when another closed', async () => {
    const visitor = newVisitor();
    const windows = await Promise.all(Array.from({ length: 10 }, () => stage.open({ visitor })));
    await expect(stage.open({ visitor })).rejects.toMatchObject({ code: 'too_many_connections' });
    windows[0]?.close();
    await vi.waitFor(() => stage.open({ visitor }), { timeout: 15_000 });
  });

  it('limits the windows of one address, however the proxy writes it', async () => {
    const addressOf: ChatServerOptions['addressOf'] = ({ headers }) => String(headers['x-forwarded-for']);
    const proxied = await stage.serve({ addressOf, maxSockets: { perVisitor: 10, perAddress: 1 } });
    await stage.open({}, { 'x-forwarded-for': '203.0.113.7' }, proxied);
    await expect(stage.open({}, { 'x-forwarded-for': '::ffff:203.0.113.7' }, proxied)).rejects.toMatchObject({
      code: 'too_many_connections',
    });
    await stage.open({}, { 'x-forwarded-for': '2001:db8:0:1::1' }, proxied);
    await expect(stage.open({}, { 'x-forwarded-for': '2001:db8:0:1:ffff::2' }, proxied)).rejects.toMatchObject({
      code: 'too_many_connections',
    });
    await stage.open({}, { 'x-forwarded-for': '2001:db8:0:2::1' }, proxied);
  });

  it('slows down an address that hammers the door', async () => {
    const patient = await stage.serve({ knockRate: { perSecond: 2, burst: 3 } });
    const knocks = await Promise.allSettled(Array.from({ length: 20 }, () => stage.open({ inbox: 'nobody' }, {}, patient)));
    const codes = knocks.map((knock) => (knock.status === 'rejected' ? knock.reason.code : 'in'));
    expect(codes.filter((code) => code === 'unknown_inbox').length).toBeLessThan(20);
    expect(new Set(codes)).toEqual(new Set(['unknown_inbox', 'too_fast']));
  });

  it('stays shut before the hub listens and after it stopped', async () => {
    const { visitor } = await stage.open();
    await stage.server.stop();
    await expect(stage.open({ visitor })).rejects.toMatchObject({ code: 'unavailable' });
    await stage.server.adapter.listen?.([shop], stage.record);
    expect((await stage.open({ visitor })).socket.connected).toBe(true);
  });

  it('knows only the widgets of its latest list', async () => {
    await stage.server.adapter.listen?.([otherShop], stage.record);
    await expect(stage.open({ inbox: shop.address })).rejects.toMatchObject({ code: 'unknown_inbox' });
    expect((await stage.open({ inbox: otherShop.address })).socket.connected).toBe(true);
  });
});
