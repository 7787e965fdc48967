import type { ChatSendAnswer } from '../../web-chat/protocol.ts';
import type { Carrier } from '../carrier/carrier.ts';
import type { LogEntry } from '../carrier/carrier-log.ts';
import type { ChatLine, ChatVisit } from './visit-chat.ts';

/**
 * Write in the chat: sent again and again until the hub has answered, over whatever reconnects; the client id makes sure
 * that it counts once. Resolves when it is stored, refused for good, or the widget was closed over it.
 */
export async function sayInChat(carrier: Carrier, visit: ChatVisit, text: string): Promise<ChatLine> {
  const line: ChatLine = { id: crypto.randomUUID(), from: 'visitor', text, at: new Date(), state: 'sending' };
  visit.lines.push(line);
  carrier.changed(visit.person.id);
  const entry = carrier.log.add({ kind: 'chat', title: `chat of ${visit.person.name}`, params: { clientId: line.id } });
  while (line.state === 'sending' && !visit.closed) {
    const answer = lockedOut(visit) ?? (await attempt(carrier, visit, entry, line));
    if (answer && isFinal(answer)) settle(line, answer);
    else await carrier.wait((answer && !answer.ok && answer.retryAfterMs) || carrier.options.retryDelayMs);
  }
  carrier.changed(visit.person.id);
  return line;
}

/** The hub refused the whole connection: socket.io does not try again, and neither do we. */
function lockedOut({ socket, problem }: ChatVisit): ChatSendAnswer | undefined {
  return problem && !socket.active ? { ok: false, code: 'malformed', message: problem } : undefined;
}

async function attempt(
  carrier: Carrier,
  { socket }: ChatVisit,
  entry: LogEntry,
  { id, text }: ChatLine,
): Promise<ChatSendAnswer | undefined> {
  const at = new Date();
  const answer = await socket
    .timeout(5_000)
    .emitWithAck('message', { clientId: id, text })
    .catch(() => undefined);
  const result = answer?.ok ? { status: 200 } : { problem: answer?.code ?? 'no answer' };
  carrier.log.attempted(entry, { at, ms: Date.now() - at.getTime(), ...result }, answer !== undefined && isFinal(answer));
  return answer;
}

const isFinal = (answer: ChatSendAnswer) => answer.ok || !['too_fast', 'unavailable'].includes(answer.code);

function settle(line: ChatLine, answer: ChatSendAnswer): void {
  line.state = answer.ok ? 'sent' : 'refused';
  if (!answer.ok) line.problem = answer.message;
}
