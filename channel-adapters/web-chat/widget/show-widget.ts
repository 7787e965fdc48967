import type { Chat } from './chat.ts';
import { element } from './element.ts';
import { type Launcher, showLauncher } from './show-launcher.ts';
import { type Panel, showPanel } from './show-panel.ts';
import type { Storage } from './storage.ts';
import style from './style.css?inline';
import { type Language, wordsOf } from './words.ts';

export interface Widget {
  /** Something in the chat changed; many changes at once are shown once. */
  update(): void;
  speak(language: Language): void;
  open(): void;
  close(): void;
  remove(): void;
}

/** Everything on the page, in a shadow root of its own: neither side's styles reach the other. */
export function showWidget(chat: Chat, first: Language, session: Storage, switchLanguage: () => void): Widget {
  const host = document.createElement('touchline-chat');
  // Above all a page can say about an element it does not know, but its custom properties.
  host.style.setProperty('all', 'initial', 'important');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet()];
  let isOpen = session.read('open') === 'yes';
  let launcher: Launcher;
  let panel: Panel;
  let awaited = false;

  const show = () => {
    awaited = false;
    launcher.update(isOpen, chat.unread());
    panel.update();
    if (isOpen && document.visibilityState === 'visible') chat.lookedAt();
  };
  const update = () => {
    if (!awaited) queueMicrotask(show);
    awaited = true;
  };
  const set = (open: boolean) => {
    if (open === isOpen) return;
    isOpen = open;
    session.write('open', open ? 'yes' : 'no');
    if (open) {
      chat.wake();
      panel.open(true);
    } else {
      panel.close();
      launcher.focus();
    }
    show();
  };
  const speak = (language: Language) => {
    const words = wordsOf[language];
    launcher = showLauncher(language, words, () => set(!isOpen));
    panel = showPanel(chat, language, words, session, { close: () => set(false), switchLanguage });
    root.replaceChildren(element('div', { class: 'frame' }, launcher.element, panel.element));
    if (isOpen) panel.open(false);
    show();
  };

  document.body.append(host);
  document.addEventListener('visibilitychange', update);
  if (isOpen) chat.wake();
  speak(first);
  return {
    update,
    speak,
    open: () => set(true),
    close: () => set(false),
    remove() {
      document.removeEventListener('visibilitychange', update);
      host.remove();
    },
  };
}

// A constructed sheet is allowed by every content security policy; a <style> element is not.
function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(style);
  return made;
}
