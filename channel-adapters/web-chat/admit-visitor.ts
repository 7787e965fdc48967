import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboxAddress, Sender } from '../addresses.ts';
import { cleanText } from './clean-text.ts';
import type { ChatRefusal } from './protocol.ts';
import { verifyIdentity } from './verify-identity.ts';

/** Whom a socket speaks for, and the room that all windows of this visitor share. */
export interface Visitor {
  readonly inbox: InboxAddress;
  readonly sender: Sender;
  readonly id: string;
  readonly room: string;
}

export interface Door {
  readonly inboxes: readonly InboxAddress[];
  readonly identitySecret?: string;
  readonly allowedOrigins?: readonly string[];
}

const Handshake = z.object({
  inbox: z.string(),
  visitor: z.string(),
  language: z
    .string()
    .max(35)
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i)
    .optional()
    .catch(undefined),
  identity: z.object({ customerId: z.string().min(1).max(200), signature: z.string() }).optional(),
  name: z.string().max(500).optional().catch(undefined),
});
type Handshake = z.infer<typeof Handshake>;

/** Nothing in a handshake is believed but the visitor id, and the customer id when its signature holds. Throws `ChatRefused`. */
export function admitVisitor(auth: unknown, origin: string | undefined, door: Door): Visitor {
  const { data: handshake } = Handshake.safeParse(auth);
  if (!handshake) throw new ChatRefused('malformed', 'The handshake does not have the documented form.');
  const inbox = door.inboxes.find(({ address }) => address === handshake.inbox);
  if (!inbox) throw new ChatRefused('unknown_inbox', 'No chat widget has this key: check data-inbox.');
  if (!/^[\w-]{22,64}$/.test(handshake.visitor))
    throw new ChatRefused('weak_visitor_id', 'A visitor id is 22 to 64 random characters of A-Z a-z 0-9 _ -.');
  checkOrigin(origin, door.allowedOrigins);
  return { inbox, sender: senderOf(handshake, door.identitySecret), id: handshake.visitor, room: roomOf(inbox, handshake.visitor) };
}

/** Room names of socket.io share one space with socket ids: hashed, none can be met or guessed. */
export function roomOf(inbox: InboxAddress, visitor: string): string {
  return createHash('sha256').update(`${inbox.id} ${visitor}`).digest('base64url');
}

/** A connection the hub does not take; the widget gets `data` with its `connect_error`. */
export class ChatRefused extends Error {
  readonly data: ChatRefusal;

  constructor(code: ChatRefusal['code'], message: string) {
    super(code);
    this.data = { code, message };
  }
}

// Programs other than browsers send no Origin, or any they like: the list only keeps foreign pages out.
function checkOrigin(origin: string | undefined, allowed: readonly string[] = []): void {
  if (origin === undefined || allowed.length === 0 || allowed.includes(origin)) return;
  throw new ChatRefused('foreign_origin', 'This site may not embed the chat of this hub.');
}

function senderOf(handshake: Handshake, secret: string | undefined): Sender {
  const { identity, language, visitor } = handshake;
  const name = [...cleanText(handshake.name ?? '')].slice(0, 80).join('');
  return {
    kind: 'chat_visitor',
    value: visitor,
    ...(name && { name }),
    ...(language && { language }),
    ...(identity && { signedCustomerId: vouchedFor(identity, secret) }),
  };
}

// Without a secret nobody can vouch: such an identity is as good as forged.
function vouchedFor(identity: { customerId: string; signature: string }, secret: string | undefined): string {
  if (secret && verifyIdentity(identity, secret)) return identity.customerId;
  throw new ChatRefused('bad_signature', 'The signature of this customer id does not hold.');
}
