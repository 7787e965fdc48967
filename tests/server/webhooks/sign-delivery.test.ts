import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newWebhookSecret, signDelivery } from '../../../server/webhooks/sign-delivery.ts';

describe('a delivery is signed', () => {
  it('as the reference libraries of Standard Webhooks do it', () => {
    expect(
      signDelivery('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        timestamp: 1614265330,
        body: '{"test": 2432232314}',
      }),
    ).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('over the bytes of UTF-8, with a secret of 256 bits that is never the same', () => {
    const secret = newWebhookSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newWebhookSecret()).not.toBe(secret);
    const body = '{"city":"上海"}';
    const right = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(Buffer.from(`evt_1.2.${body}`))
      .digest('base64');
    expect(signDelivery(secret, { id: 'evt_1', timestamp: 2, body })['webhook-signature']).toBe(`v1,${right}`);
  });
});
