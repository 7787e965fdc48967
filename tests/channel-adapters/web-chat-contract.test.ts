import { signCustomerId } from '../../channel-adapters/web-chat/verify-identity.ts';
import { describeAdapterContract } from './contract.ts';
import type { CarrierTold } from './contract-hub.ts';
import { type ChatServer, openChatServer, shop } from './web-chat-hub.ts';
import { newVisitor, openWindow } from './web-chat-window.ts';

const identitySecret = 'a secret that the shop and the hub share';

describeAdapterContract('web chat', async (hub) => {
  const server = await openChatServer(hub, { identitySecret, messageRate: { perSecond: 100, burst: 100 } });
  const window = await openWindow(server);
  return {
    adapter: server.adapter,
    inbox: shop,
    sender: { kind: 'chat_visitor', value: window.visitor },
    carriesText: true,
    secrets: [identitySecret],
    arrive: async ({ key, text }) => told(await window.write(text, key.padEnd(8, '0'))),
    arriveMalformed: async () => told(await window.raw.timeout(10_000).emitWithAck('message', ['not', 'a', 'frame'])),
    arriveForged: () => knockForged(server),
    carrier: {
      to: window.visitor,
      accept: () => {},
      accepted: () => window.received.map(({ text }) => ({ to: window.visitor, text })),
    },
    close: async () => {
      window.close();
      await server.close();
    },
  };
});

function told(answer: { ok: boolean; code?: string }): CarrierTold {
  if (answer.ok) return { told: 'received' };
  return answer.code === 'unavailable' ? { told: 'try_again' } : { told: 'refused', code: answer.code ?? '' };
}

// A chat is signed once, at the door: what is forged never gets to say anything.
function knockForged(server: ChatServer): Promise<CarrierTold> {
  const identity = { customerId: 'C-1', signature: signCustomerId('C-1', 'another secret') };
  return openWindow(server, { visitor: newVisitor(), identity }).then(
    () => ({ told: 'received' }),
    (refusal: { code: string }) => ({ told: 'refused', code: refusal.code }),
  );
}
