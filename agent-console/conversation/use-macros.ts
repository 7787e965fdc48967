import type { ConversationView } from '../../server/contract/entities.ts';
import type { MacroView } from '../../server/contract/macros.ts';
import type { MacroAction } from '../../server/contract/message-parts.ts';
import { type TicketStatus, ticketTransitions } from '../../server/contract/statuses.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useText } from '../language/use-text.ts';
import { useMacros } from '../stores/macros.ts';
import { useTickets } from '../stores/tickets.ts';
import { showToast } from '../ui/toasts.ts';
import { useUndo } from '../ui/undo.ts';
import { sayAction } from './say-action.ts';

interface Field {
  /** Words for the reply or the note that is being written. */
  insert(words: string): void;
  /** To be done when it is sent. */
  later(actions: readonly MacroAction[]): void;
}

/** Using a macro: its words go where the caret stands, its acts wait for them to be sent; one without words acts at once. */
export function useMacroOn(conversation: () => ConversationView, field: Field) {
  const [hub, macros, tickets, offerUndo] = [useHub(), useMacros(), useTickets(), useUndo()];
  const { t, failure, list } = useText();

  async function use({ id }: MacroView, mode: 'reply' | 'note') {
    try {
      const filled = await macros.fill(conversation().id, id);
      if (filled.text.trim() !== '') field.insert(filled.text);
      if (filled.missing.length > 0) showToast(t('composer.missingFields', { fields: list(filled.missing) }), 'failed');
      if (filled.actions.length === 0) return;
      if (filled.text.trim() !== '' && mode === 'reply') field.later(filled.actions);
      else await act(filled.actions);
    } catch (thrown) {
      showToast(failure(codeOf(thrown)), 'failed');
    }
  }

  async function act(actions: readonly MacroAction[]) {
    const { id, ticketId } = conversation();
    const before = tickets.get(ticketId)?.status;
    const { did } = await hub.call('takeActions', { params: { id }, body: { actions: [...actions] } });
    const done = actions.filter((action) => did.includes(action.do));
    if (done.length === 0) return showToast(t('composer.nothingToDo'));
    const words = list(done.map((action) => sayAction(t, action)));
    const back = before && wayBack(done, before);
    if (back) offerUndo(words, () => hub.call('setTicketStatus', { params: { id: ticketId }, body: { status: back } }));
    else showToast(words);
  }

  return use;
}

/** A status that was set, and nothing else, can be set back, unless the new one is final. */
function wayBack(done: readonly MacroAction[], before: TicketStatus): TicketStatus | undefined {
  const [only] = done;
  return done.length === 1 && only?.do === 'set_status' && ticketTransitions[only.status].includes(before) ? before : undefined;
}
