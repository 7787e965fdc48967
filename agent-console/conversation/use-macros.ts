import type { ConversationView } from '../../server/contract/entities.ts';
import type { MacroView } from '../../server/contract/macros.ts';
import type { MacroAction } from '../../server/contract/message-parts.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useText } from '../language/use-text.ts';
import { useMacros } from '../stores/macros.ts';
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
  const [hub, macros, offerUndo] = [useHub(), useMacros(), useUndo()];
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
    const { id } = conversation();
    const { did, change } = await hub.call('takeActions', { params: { id }, body: { actions: [...actions] } });
    const done = actions.filter((action) => did.includes(action.do));
    if (done.length === 0) return showToast(t('composer.nothingToDo'));
    const words = list(done.map((action) => sayAction(t, action)));
    if (change.status ?? change.kind ?? change.assigneeId)
      offerUndo(words, () => hub.call('undoActions', { params: { id }, body: { change } }));
    else showToast(words);
  }

  return use;
}
