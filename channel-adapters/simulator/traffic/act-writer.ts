import { receiveSms } from '../carrier/carry-sms.ts';
import type { Mail } from '../people/mailbox.ts';
import { sendMail } from '../people/send-mail.ts';
import type { SimulatedPerson } from '../settings.ts';
import { chooseInbox, type World } from '../world.ts';
import { tellStory } from './tell-story.ts';

const unhurried = { patienceMs: () => 10 * 60_000, thinkingMs: [6_000, 25_000] } as const;

/** Someone who texts us and answers what we answer. */
export async function actTexter(world: World, { phone, language }: SimulatedPerson): Promise<void> {
  const { carrier } = world;
  const inbox = await chooseInbox(world, 'sms', language);
  if (!inbox || !phone) return;
  const answers = () => [...carrier.messages.values()].filter(({ to, from }) => to === phone && from === inbox.address).length;
  const say = (text: string) => receiveSms(carrier, { from: phone, to: inbox.address, text });
  await tellStory(carrier, { language, answers, say, ...unhurried });
}

/** Someone who writes a mail and answers in the same thread. */
export async function actMailer(world: World, { name, email, language }: SimulatedPerson): Promise<void> {
  const { carrier, mailboxes } = world;
  const inbox = await chooseInbox(world, 'email', language);
  if (!inbox || !email) return;
  const sent: Mail[] = [];
  const isAnswer = ({ direction, references }: Mail) =>
    direction === 'received' && sent.some(({ messageId }) => references.includes(messageId));
  const answers = () => mailboxes.of(email).filter(isAnswer);
  const say = async (text: string, subject: string) => {
    const from = { name, address: email };
    sent.push(await sendMail(carrier, mailboxes, { from, to: inbox.address, subject, text, language, replyTo: answers().at(-1) }));
  };
  await tellStory(carrier, { language, answers: () => answers().length, say, ...unhurried });
}
