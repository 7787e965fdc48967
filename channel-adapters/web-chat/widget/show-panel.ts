import type { Chat } from './chat.ts';
import { element, icon } from './element.ts';
import { showMessages } from './show-messages.ts';
import type { Storage } from './storage.ts';
import type { Language, Words } from './words.ts';
import { isComposing, writeMessage } from './write-message.ts';

export interface Panel {
  readonly element: HTMLDialogElement;
  /** `focus`: the visitor asked for it, so the keyboard goes there. */
  open(focus: boolean): void;
  close(): void;
  update(): void;
}

interface Wishes {
  close(): void;
  switchLanguage(): void;
}

/** Small screens give the whole screen to the chat; what lies under it is then out of reach, for the keyboard too. */
const small = matchMedia('(max-width: 480px), (max-height: 420px)');
const patience = 1500;

/** The window of the chat: a dialog beside the page, or over it on small screens. */
export function showPanel(chat: Chat, language: Language, words: Words, session: Storage, wishes: Wishes): Panel {
  const messages = showMessages(chat, language, words);
  const composer = writeMessage(words, session, {
    send(text) {
      chat.write(text);
      messages.toEnd();
    },
    writing: chat.writing,
  });
  const status = element('div', { class: 'status', role: 'status' });
  const note = element('p', { class: 'note', hidden: true });
  const place = element('p', { class: 'place', role: 'status', hidden: true });
  const dialog = element(
    'dialog',
    { class: 'panel', 'aria-labelledby': 'title', lang: language, tabindex: '-1' },
    header(words, status, wishes),
    note,
    messages.element,
    place,
    composer.element,
  );
  const connection = patiently(chat, () => update());

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    wishes.close();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !isComposing(event)) wishes.close();
    // Pages have shortcuts of their own: what is typed here is not for them.
    event.stopPropagation();
  });

  const update = () => {
    const state = connection();
    say(status, { connecting: words.connecting, online: words.online, offline: words.offline, refused: words.unavailable }[state]);
    dialog.dataset.connection = state;
    note.hidden = state === 'online' || state === 'connecting';
    say(note, state === 'refused' ? words.unavailableNote : words.offlineNote);
    // Whoever is being written to waits no more.
    const wait = chat.writer() === undefined ? chat.waiting() : null;
    place.hidden = wait === null;
    say(
      place,
      wait
        ? [words.place(wait.position), wait.minutes && words.minutes(wait.minutes.from, wait.minutes.to)].filter(Boolean).join(' · ')
        : '',
    );
    messages.update();
  };

  return {
    element: dialog,
    update,
    open(focus) {
      if (small.matches && focus) dialog.showModal();
      else dialog.show();
      update();
      messages.toEnd();
      if (!focus) return;
      // On a touch screen the field would call the keyboard over half of the conversation.
      if (small.matches) dialog.focus();
      else composer.focus();
    },
    close: () => dialog.close(),
  };
}

function header(words: Words, status: HTMLElement, wishes: Wishes): HTMLElement {
  return element(
    'header',
    {},
    element('span', { class: 'avatar team', 'aria-hidden': 'true' }, icon('chat')),
    element('div', { class: 'titles' }, element('h2', { id: 'title' }, words.title), status),
    element(
      'button',
      {
        type: 'button',
        class: 'language',
        'aria-label': words.switchLanguage,
        title: words.switchLanguage,
        onclick: wishes.switchLanguage,
      },
      words.otherLanguage,
    ),
    element(
      'button',
      { type: 'button', class: 'plain', 'aria-label': words.close, title: words.close, onclick: wishes.close },
      icon('down'),
    ),
  );
}

// Screen readers speak a status again when it is written again.
function say(where: HTMLElement, words: string): void {
  if (where.textContent !== words) where.textContent = words;
}

/** The connection as it is worth telling: a line that is back within a moment was never gone. */
function patiently(chat: Chat, tell: () => void) {
  let lostAt: number | undefined;
  return () => {
    const state = chat.connection();
    if (state !== 'offline') lostAt = undefined;
    else if (lostAt === undefined) {
      lostAt = Date.now();
      setTimeout(tell, patience);
    }
    return lostAt !== undefined && Date.now() - lostAt < patience ? 'connecting' : state;
  };
}
