import type { ConversationView } from '../../server/contract/entities.ts';
import { useLive } from '../stores/live.ts';

/** Less than the time after which the customer's window takes it for over (milliseconds). */
const SAY_AGAIN = 3_000;

/** Lets whoever chats see that I am writing to them, by the function it returns. Other channels have no such sign. */
export function useAnswering(conversation: () => ConversationView) {
  const live = useLive();
  let told = { id: '', at: 0 };
  return function answering() {
    const { id, channel } = conversation();
    if (channel !== 'web_chat' || (told.id === id && Date.now() - told.at < SAY_AGAIN)) return;
    told = { id, at: Date.now() };
    live.answering(id);
  };
}
