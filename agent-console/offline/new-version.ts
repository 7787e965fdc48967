import { ref } from 'vue';

/** A newer console lies ready; it is shown after the next load. */
export const newVersion = ref(false);

const askEvery = 3_600_000;
let waiting: ServiceWorker | undefined;
let lookAgain = () => undefined as unknown;

/**
 * Keep the console's own files in this browser, so that it opens without a line, and hear of newer ones. Only where the page
 * was fetched securely; elsewhere the console works as a plain page.
 */
export async function keepShell(): Promise<void> {
  addEventListener('vite:preloadError', loadAfresh);
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const hadOne = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (hadOne) newVersion.value = true;
  });
  const registration = await serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });
  const note = () => {
    if (!registration.waiting || !serviceWorker.controller) return;
    waiting = registration.waiting;
    newVersion.value = true;
  };
  note();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', note));
  lookAgain = () => registration.update().catch(() => undefined);
  if (hadOne) lookAgain();
  setInterval(lookAgain, askEvery);
}

/** The hub was away: it may have come back as a newer one. */
export const lookForNewVersion = () => void lookAgain();

/** Everything written is kept; the page comes back where it was. */
export function takeNewVersion(): void {
  if (!waiting) location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take over');
}

/** A part of an older console that the hub no longer has: load the page as it is now, but not over and over. */
function loadAfresh(event: Event) {
  const last = Number(sessionStorage.getItem('touchline.reloaded') ?? 0);
  if (!navigator.onLine || Date.now() - last < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem('touchline.reloaded', String(Date.now()));
  location.reload();
}
