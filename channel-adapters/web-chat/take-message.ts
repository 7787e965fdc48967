import { z } from 'zod';
import { type Intake, IntakeRefused } from '../channel-adapter.ts';
import type { Visitor } from './admit-visitor.ts';
import { cleanText, isLongerThan } from './clean-text.ts';
import type { ChatMessage, ChatSendAnswer } from './protocol.ts';

const Frame = z.object({ clientId: z.string().regex(/^[\w-]{8,64}$/), text: z.string() });

type Refused = Extract<ChatSendAnswer, { ok: false }>;

export interface TakenMessage {
  readonly answer: ChatSendAnswer;
  /** What the visitor's other windows show, once it is stored. */
  readonly said?: ChatMessage;
}

/** Bring one frame of a visitor to the hub. Its answer is `ok` only when the hub has stored it; never throws. */
export async function takeMessage(frame: unknown, visitor: Visitor, intake: Intake, textLimit: number): Promise<TakenMessage> {
  const { data } = Frame.safeParse(frame);
  if (!data) return refuse('malformed', 'Send { clientId, text }.');
  const text = cleanText(data.text);
  if (!text) return refuse('empty', 'Nothing was written.');
  if (isLongerThan(textLimit, text)) return refuse('too_long', `At most ${textLimit} characters.`);
  return store({ clientId: data.clientId, text }, visitor, intake);
}

// The client id counts within its visitor only: nobody can take another's key.
async function store({ clientId, text }: z.infer<typeof Frame>, visitor: Visitor, intake: Intake): Promise<TakenMessage> {
  try {
    const externalId = `${visitor.id}:${clientId}`;
    const { seq } = await intake.take(visitor.inbox, { kind: 'message', externalId, from: visitor.sender, text, files: [] });
    const at = new Date().toISOString();
    return { answer: { ok: true, seq, at }, said: { id: clientId, from: 'visitor', seq, text, at } };
  } catch (reason) {
    if (reason instanceof IntakeRefused) return refuse('malformed', reason.detail);
    return refuse('unavailable', 'Not stored. Send it again with the same clientId.');
  }
}

function refuse(code: Refused['code'], message: string): TakenMessage {
  return { answer: { ok: false, code, message } };
}
