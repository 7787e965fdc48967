import { createEmailAdapter } from '../../channel-adapters/email/email-adapter.ts';
import { describeAdapterContract } from './contract.ts';
import type { CarrierTold } from './contract-hub.ts';
import { type PostAnswer, postMail, support, writeMail } from './email/post-mail.ts';
import { credentials, openSmtpCarrier } from './email/smtp-carrier.ts';

describeAdapterContract('email', async (hub) => {
  const outside = await openSmtpCarrier();
  let port = 0;
  const onListening = (chosen: number) => {
    port = chosen;
  };
  const adapter = createEmailAdapter({ smtpUrl: outside.url, smtpListener: { port: 0, onListening } });
  const stop = await adapter.listen?.([support], hub);

  return {
    adapter,
    inbox: support,
    sender: { kind: 'email', value: 'zhang.wei@example.org' },
    carriesText: true,
    secrets: [credentials.password],
    arrive: async ({ key, text }) => told(await postMail(port, support.address, writeMail({ id: key, text }))),
    arriveMalformed: async () => told(await postMail(port, support.address, 'Subject: from nobody\r\n\r\nWho am I?\r\n')),
    carrier: {
      to: 'zhang.wei@example.org',
      extra: (id) => ({ mail: { messageId: `${id}@touchline.example.com`, subject: 'Re: Where is my order?', references: [], cc: [] } }),
      accept: () => outside.answerRecipients(() => undefined),
      refuse: () => outside.answerRecipients(() => ({ code: 550, text: '5.1.1 No such user' })),
      fail: () => outside.answerRecipients(() => ({ code: 451, text: '4.7.1 Greylisted, come back later' })),
      vanish: () => outside.close(),
      accepted: () => outside.received.map(({ recipients, mail }) => ({ to: recipients.join(), text: mail.text?.trimEnd() ?? '' })),
    },
    async close() {
      await stop?.();
      await outside.close();
    },
  };
});

function told({ code, text }: PostAnswer): CarrierTold {
  if (code < 300) return { told: 'received' };
  return code < 500 ? { told: 'try_again' } : { told: 'refused', code: text };
}
