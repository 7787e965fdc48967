import { arrangeLines, type Line, type ShownMessage } from './arrange-lines.ts';
import type { Chat } from './chat.ts';
import { element } from './element.ts';
import { linkText } from './link-text.ts';
import type { Language, Words } from './words.ts';

export interface MessageList {
  readonly element: HTMLElement;
  update(): void;
  /** Show the newest line. */
  toEnd(): void;
}

interface Row {
  readonly element: HTMLElement;
  /** The line as it was written last. */
  readonly written: string;
}

/** The conversation as a log: a line that changes keeps its element, so that screen readers speak only what is new. */
export function showMessages(chat: Chat, language: Language, words: Words): MessageList {
  const rows = new Map<string, Row>();
  const greeting = element('div', { class: 'greeting' }, element('strong', {}, words.greeting), element('p', {}, words.greetingNote));
  const log = element('div', { class: 'log', role: 'log', 'aria-label': words.conversation });
  const writing = element('p', { class: 'writing', role: 'status' });
  const scroller = element('div', { class: 'scroller', tabindex: '0' }, greeting, log, writing);
  // Who has scrolled up is reading: nothing moves under their eyes until they return to the end.
  let follows = true;
  const follow = () => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener('scroll', () => {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  });
  new ResizeObserver(follow).observe(scroller);

  const rowOf = (line: Line) => {
    const written = JSON.stringify(line);
    const known = rows.get(line.key);
    if (known?.written === written) return known.element;
    const row = known?.element ?? element('div');
    fill(row, line, chat, words);
    rows.set(line.key, { element: row, written });
    return row;
  };
  const update = () => {
    const lines = arrangeLines(chat, language, words);
    log.setAttribute('aria-live', chat.isCaughtUp() ? 'polite' : 'off');
    place(log, lines.map(rowOf));
    forget(rows, lines);
    greeting.hidden = lines.length > 0;
    showWriter(writing, chat.writer(), words);
    follow();
  };
  const toEnd = () => {
    follows = true;
    follow();
  };
  return { element: scroller, update, toEnd };
}

// A status is spoken again when it is written again: only a change is written.
function showWriter(where: HTMLElement, name: string | undefined, words: Words): void {
  const said = name === undefined ? '' : words.writing(name);
  if (where.textContent !== said) where.textContent = said;
}

function fill(row: HTMLElement, line: Line, chat: Chat, words: Words): void {
  if ('day' in line) {
    row.className = 'day';
    row.textContent = line.day;
    return;
  }
  const { from, status, begins, ends } = line.message;
  row.className = ['row', from, status, begins && 'begins', ends && 'ends'].filter(Boolean).join(' ');
  row.replaceChildren(...showMessage(line.message, chat, words));
}

function showMessage(message: ShownMessage, chat: Chat, words: Words): Node[] {
  const isAgent = message.from === 'agent';
  const author = element('span', { class: isAgent && message.begins ? 'author' : 'unseen' }, message.author);
  const bubble = element('div', { class: 'bubble', dir: 'auto' }, ...linkText(message.text), ...message.files.flatMap(showFile));
  const avatar = isAgent ? [element('span', { class: 'avatar', 'aria-hidden': 'true' }, initialOf(message.author))] : [];
  return [...avatar, author, bubble, showMeta(message, chat, words)];
}

/** A file is fetched from the hub, by a web address only; its page learns nothing of this one. */
function showFile({ name, size, link }: ShownMessage['files'][number]): Node[] {
  if (!/^https?:\/\//.test(link)) return [];
  const kilobytes = Math.max(1, Math.round(size / 1000));
  const said = kilobytes < 1000 ? `${kilobytes} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
  return [
    element(
      'a',
      { class: 'file', href: link, target: '_blank', rel: 'noopener noreferrer', download: name },
      name,
      ' ',
      element('small', {}, said),
    ),
  ];
}

function showMeta({ id, time, status, newest }: ShownMessage, chat: Chat, words: Words): HTMLElement {
  const said = newest ? `${time} · ${words.sent}` : time;
  const meta = element('div', { class: 'meta' }, { said, sending: words.sending, waiting: words.waiting, refused: words.notSent }[status]);
  if (status === 'refused') {
    meta.append(
      element('button', { type: 'button', onclick: () => chat.retry(id) }, words.retry),
      element('button', { type: 'button', onclick: () => chat.discard(id) }, words.discard),
    );
  }
  return meta;
}

// 李娜 → 李, Li Na → L.
function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '';
}

function place(log: HTMLElement, wanted: readonly HTMLElement[]): void {
  wanted.forEach((row, index) => {
    if (log.children[index] !== row) log.insertBefore(row, log.children[index] ?? null);
  });
}

function forget(rows: Map<string, Row>, lines: readonly Line[]): void {
  const keys = new Set(lines.map(({ key }) => key));
  for (const [key, row] of rows) {
    if (keys.has(key)) continue;
    row.element.remove();
    rows.delete(key);
  }
}
