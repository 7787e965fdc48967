import { codeOf } from '../hub-client/failure.ts';
import { useText } from '../language/use-text.ts';
import { showToast } from './toasts.ts';

/**
 * Say what was done, with an undo for some seconds. `undo` asks the hub to take it back: where it is too late, the hub's
 * reason is said instead. Call it in `setup`; the function it returns may be called at any time.
 */
export function useUndo() {
  const { t, failure } = useText();

  return function offerUndo(text: string, undo: () => Promise<unknown>) {
    showToast(text, 'done', () =>
      undo().then(
        () => showToast(t('ui.undone')),
        (thrown: unknown) => showToast(failure(codeOf(thrown)), 'failed'),
      ),
    );
  };
}
