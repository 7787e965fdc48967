import { codeOf } from '../hub-client/failure.ts';
import { useText } from '../language/use-text.ts';
import { useNow } from '../stores/now.ts';
import { useWork } from '../stores/work.ts';
import { showToast } from '../ui/toasts.ts';
import { useUndo } from '../ui/undo.ts';

/** Put a ticket aside or be reminded of it; both done at once, with an undo. Resolves with whether it was done. */
export function useSnooze() {
  const [work, clock] = [useWork(), useNow()];
  const { t, weekTime, failure } = useText();
  const offerUndo = useUndo();

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      showToast(failure(codeOf(thrown)), 'failed');
      return false;
    }
  }

  const timeText = (at: Date) => weekTime(at.toISOString(), clock.now);

  return {
    snooze: (ticketId: string, until: Date) =>
      attempt(async () => {
        await work.snooze(ticketId, until);
        offerUndo(t('snooze.done', { time: timeText(until) }), () => work.wake(ticketId));
      }),
    remind: (ticketId: string, at: Date, note: string) =>
      attempt(async () => {
        const id = await work.remind(ticketId, at, note);
        offerUndo(t('snooze.reminderSet', { time: timeText(at) }), () => work.withdrawReminder(id));
      }),
    wake: (ticketId: string) => attempt(() => work.wake(ticketId)),
    withdraw: (reminderId: string) => attempt(() => work.withdrawReminder(reminderId)),
  };
}
