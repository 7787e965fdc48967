import type { ChatMessage } from '../protocol.ts';
import { element, icon } from './element.ts';
import type { Language, Words } from './words.ts';

export interface Launcher {
  readonly element: HTMLElement;
  update(isOpen: boolean, unread: readonly ChatMessage[]): void;
  focus(): void;
}

/** The button in the corner, how much is unread, and the newest unread message as a preview. */
export function showLauncher(language: Language, words: Words, toggle: () => void): Launcher {
  let hiddenPreview = '';
  const badge = element('span', { class: 'badge', 'aria-hidden': 'true' });
  const button = element(
    'button',
    { type: 'button', class: 'launch', 'aria-haspopup': 'dialog', onclick: toggle },
    icon('chat'),
    icon('down'),
    badge,
  );
  const author = element('strong');
  const text = element('span', { dir: 'auto' });
  const hide = element(
    'button',
    { type: 'button', class: 'plain', 'aria-label': words.hidePreview, title: words.hidePreview },
    icon('cross'),
  );
  const preview = element(
    'div',
    { class: 'preview', hidden: true },
    element('button', { type: 'button', class: 'said', onclick: toggle }, author, text),
    hide,
  );
  const corner = element('div', { class: 'corner', lang: language }, element('div', { role: 'status' }, preview), button);

  const show = (isOpen: boolean, unread: readonly ChatMessage[]) => {
    const newest = unread.at(-1);
    const label = unread.length > 0 && !isOpen ? words.openUnread(unread.length) : words.open;
    button.setAttribute('aria-expanded', String(isOpen));
    button.setAttribute('aria-label', isOpen ? words.close : label);
    badge.textContent = unread.length > 99 ? '99+' : String(unread.length);
    badge.hidden = isOpen || unread.length === 0;
    preview.hidden = isOpen || !newest || newest.id === hiddenPreview;
    author.textContent = newest?.agentName ?? words.agent;
    text.textContent = newest?.text || newest?.files?.[0]?.name || '';
    hide.onclick = () => {
      hiddenPreview = newest?.id ?? '';
      show(isOpen, unread);
      button.focus();
    };
  };
  return { element: corner, update: show, focus: () => button.focus() };
}
