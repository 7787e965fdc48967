import { DeliveryError, type OutboundMessage } from '../channel-adapter.ts';
import { roomOf } from './admit-visitor.ts';
import type { ChatNamespace } from './chat-namespace.ts';
import { isLongerThan } from './clean-text.ts';
import type { ChatMessage } from './protocol.ts';

const confirmWithinMs = 2000;

/**
 * Show a message of ours in every open window of its visitor, on whatever node. `sent` when none confirmed in time: the
 * visitor gets it from the history on return. Sending it again is harmless, a widget knows it by its id.
 */
export async function deliverMessage(namespace: ChatNamespace, message: OutboundMessage, textLimit: number): Promise<'sent' | 'delivered'> {
  if (message.files.some(({ link }) => !link))
    throw new DeliveryError('files_not_supported', true, 'Web chat carries links to files only.');
  if (isLongerThan(textLimit, message.text)) throw new DeliveryError('text_too_long', true, `Web chat carries ${textLimit} characters.`);
  const room = namespace.to(roomOf(message.inbox, message.to)).timeout(confirmWithinMs);
  const confirmations = (await room.emitWithAck('message', present(message)).catch(confirmedInTime)) ?? [];
  return confirmations.length > 0 ? 'delivered' : 'sent';
}

function present({ id, agentName, text, at, files }: OutboundMessage): ChatMessage {
  const links = files.map(({ name, content, link = '' }) => ({ name, size: content.length, link }));
  return { id, from: 'agent', ...(agentName && { agentName }), text, at: at.toISOString(), ...(links.length > 0 && { files: links }) };
}

// On a timeout socket.io rejects with the confirmations that did come as `responses`.
function confirmedInTime(failure: unknown): readonly unknown[] {
  if (failure instanceof Error && 'responses' in failure && Array.isArray(failure.responses)) return failure.responses;
  throw new DeliveryError('chat_unavailable', false, 'The chat could not be reached.');
}
