import type { Twilio } from 'twilio';
import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import type { InboxAddress } from '../addresses.ts';
import type { InboundMessage } from '../channel-adapter.ts';
import { askTwilio } from '../twilio-client.ts';
import { cleanText, readSender } from '../twilio-webhook.ts';

/** Everything that came in for a number since then, oldest first. Known ones come again: the SID tells them apart. */
export async function listMissed(client: Twilio, inbox: InboxAddress, since: Date): Promise<InboundMessage[]> {
  const newestFirst = await askTwilio(() => client.messages.list({ to: inbox.address, dateSentAfter: since, pageSize: 1000 }));
  const inbound = newestFirst.filter((each) => each.direction === 'inbound').reverse();
  return Promise.all(inbound.map((each) => asInbound(client, each)));
}

async function asInbound(client: Twilio, message: MessageInstance): Promise<InboundMessage> {
  const media = Number(message.numMedia) > 0 ? await listMedia(client, message.sid) : [];
  const text = cleanText([message.body, ...media].filter(Boolean).join('\n'));
  return { kind: 'message', externalId: message.sid, from: readSender(message.from), sentAt: message.dateSent, text, files: [] };
}

async function listMedia(client: Twilio, sid: string): Promise<string[]> {
  const media = await askTwilio(() => client.messages(sid).media.list());
  return media.map(({ uri }) => `https://api.twilio.com${uri.replace(/\.json$/, '')}`);
}
