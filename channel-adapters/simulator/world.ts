import type { InboxAddress } from '../addresses.ts';
import type { Carrier } from './carrier/carrier.ts';
import type { Leg } from './carrier/records.ts';
import type { Mailboxes } from './people/mailbox.ts';
import type { ChatVisit } from './people/visit-chat.ts';
import type { SimulatedPerson } from './settings.ts';

/** All simulated people with their phones, mail programs and open chat windows. */
export interface World {
  readonly carrier: Carrier;
  readonly mailboxes: Mailboxes;
  /** Open or closed chat windows, by person. */
  readonly visits: Map<string, ChatVisit>;
  /** People the hub's directory does not know. */
  readonly strangers: Map<string, SimulatedPerson>;
}

export async function everyone({ carrier, strangers }: World): Promise<readonly SimulatedPerson[]> {
  return [...strangers.values(), ...(await carrier.settings.people())];
}

/** Somebody who has never contacted us: a number and a mail address that no record has. */
export function inventStranger({ carrier, strangers }: World, language: string): SimulatedPerson {
  const digits = Array.from({ length: 8 }, () => Math.floor(carrier.random.between(0, 10))).join('');
  const isChinese = language.startsWith('zh');
  const stranger: SimulatedPerson = {
    id: `stranger-${crypto.randomUUID()}`,
    name: isChinese ? `陌生人 ${digits.slice(-4)}` : `Stranger ${digits.slice(-4)}`,
    tier: '',
    language,
    phone: isChinese ? `+86139${digits}` : `+1646${digits.slice(0, 1).replace(/[01]/, '5')}${digits.slice(1, 7)}`,
    email: `stranger-${digits}@${carrier.settings.mailDomain}`,
    customerId: null,
  };
  strangers.set(stranger.id, stranger);
  // The page lists strangers first; a rush must not bury everybody else.
  const [oldest] = strangers.keys();
  if (strangers.size > 20 && oldest) strangers.delete(oldest);
  return stranger;
}

/** The first of our addresses on a channel, preferring one that speaks the person's language. */
export async function chooseInbox(
  { carrier }: World,
  channel: InboxAddress['channel'],
  language: string,
): Promise<InboxAddress | undefined> {
  const inboxes = (await carrier.settings.inboxes()).filter((inbox) => inbox.channel === channel);
  return inboxes.find((inbox) => inbox.language === language) ?? inboxes[0];
}

/** Both sides hear each other. */
export function isTalking({ carrier }: World, { sid }: Leg): boolean {
  return [...carrier.conferences.values()].some(({ status, seats }) => status === 'in-progress' && seats.get(sid)?.joined);
}
