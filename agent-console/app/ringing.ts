import { onScopeDispose, watch } from 'vue';
import { useRouter } from 'vue-router';
import { useText } from '../language/use-text.ts';
import { useHandovers } from '../stores/handovers.ts';
import { useOffers } from '../stores/offers.ts';
import { usePreferences } from '../stores/preferences.ts';
import { startRing } from '../ui/ring-sound.ts';

/** Makes an offer, or what a colleague hands over, heard, and seen while this window is not. */
export function useRinging() {
  const [offers, preferences, router] = [useOffers(), usePreferences(), useRouter()];
  const { t } = useText();
  const handovers = useHandovers();
  const first = () => offers.ringing[0] ?? handovers.ringing[0];
  let stopSound: (() => void) | undefined;
  let note: Notification | undefined;

  function quiet() {
    stopSound?.();
    note?.close();
    stopSound = undefined;
    note = undefined;
  }

  watch(
    () => `${first()?.id ?? ''} ${preferences.sound}`,
    () => {
      quiet();
      const offer = first();
      if (!offer) return;
      if (preferences.sound) stopSound = startRing();
      if (document.hidden && notificationsAllowed()) {
        note = new Notification(t('offer.title'), {
          body: `${offer.customer.name ?? t('customer.unknown')} · ${offer.task.subject}`,
          tag: offer.id,
        });
        note.onclick = () => {
          window.focus();
          void router.push({ name: 'desk' });
        };
      }
    },
    { immediate: true },
  );
  onScopeDispose(quiet);
}

const notificationsAllowed = () => 'Notification' in window && Notification.permission === 'granted';
