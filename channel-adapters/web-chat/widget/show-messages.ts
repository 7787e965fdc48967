import type { ChatMessage } from '../protocol.ts';
import type { Chat } from './chat.ts';
import { element } from './element.ts';
import { linkText } from './link-text.ts';
import type { Unsent } from './outbox.ts';
import type { Language, Words } from './words.ts';

type Status = 'said' | 'sending' | 'waiting' | 'refused';

/** One line on the screen, and the key by which it is found again when it changes. */
interface Line {
  readonly key: string;
  readonly day?: string;
  readonly message?: Shown;
}

interface Shown {
  readonly id: string;
  readonly from: 'visitor' | 'agent';
  readonly agentName: string;
  readonly text: string;
  readonly time: string;
  readonly status: Status;
  /** Of messages that follow each other from one side, the first and the last. */
  readonly begins: boolean;
  readonly ends: boolean;
}

export interface MessageList {
  readonly element: HTMLElement;
  update(): void;
  /** Show the newest line. */
  toEnd(): void;
}

/** The conversation as a log: a line that changes keeps its element, so that screen readers speak only what is new. */
export function showMessages(chat: Chat, language: Language, words: Words): MessageList {
  const lines = new Map<string, { element: HTMLElement; written: string }>();
  const greeting = element('div', { class: 'greeting' }, element('strong', {}, words.greeting), element('p', {}, words.greetingNote));
  const log = element('div', { class: 'log', role: 'log', 'aria-label': words.conversation, tabindex: '0' });
  const scroller = element('div', { class: 'scroller' }, greeting, log);
  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;

  const write = (line: Line) => {
    const written = JSON.stringify(line);
    const known = lines.get(line.key);
    if (known?.written === written) return known.element;
    const row = known?.element ?? element('div');
    fill(row, line, chat, words);
    lines.set(line.key, { element: row, written });
    return row;
  };

  return {
    element: scroller,
    update() {
      const followed = isAtEnd();
      const wanted = arrange(chat, language, words);
      log.setAttribute('aria-live', chat.isCaughtUp() ? 'polite' : 'off');
      place(log, wanted.map(write));
      forget(lines, wanted);
      greeting.hidden = wanted.length > 0;
      if (followed) scroller.scrollTop = scroller.scrollHeight;
    },
    toEnd: () => void (scroller.scrollTop = scroller.scrollHeight),
  };
}

function arrange(chat: Chat, language: Language, words: Words): Line[] {
  const waits = chat.connection() === 'online' ? 'sending' : 'waiting';
  const all = [
    ...chat.said().map((message) => ({ ...message, at: Date.parse(message.at), status: 'said' as const })),
    ...chat.unsent().map((unsent) => ({ ...unsent, from: 'visitor' as const, status: unsent.refused ? ('refused' as const) : waits })),
  ] satisfies (Omit<ChatMessage, 'at'> & Pick<Unsent, 'at'> & { status: Status })[];
  const days = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'long' });
  const times = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const side = (index: number) => {
    const at = all[index];
    return at && `${days.format(at.at)} ${at.from === 'visitor' ? '' : (at.agentName ?? words.agent)}`;
  };
  return all.flatMap(({ id, from, agentName = words.agent, text, at, status }, index): Line[] => {
    const day = days.format(at);
    const before = all[index - 1];
    const shown = {
      id,
      from,
      agentName,
      text,
      time: times.format(at),
      status,
      begins: side(index) !== side(index - 1),
      ends: side(index) !== side(index + 1),
    };
    const opensDay = before === undefined || days.format(before.at) !== day;
    return [...(opensDay ? [{ key: `day ${day}`, day }] : []), { key: id, message: shown }];
  });
}

function fill(row: HTMLElement, { day, message }: Line, chat: Chat, words: Words): void {
  row.className = message ? `row ${message.from} ${message.status}${message.begins ? ' begins' : ''}${message.ends ? ' ends' : ''}` : 'day';
  row.replaceChildren(...(message ? showMessage(message, chat, words) : [day ?? '']));
}

function showMessage(message: Shown, chat: Chat, words: Words): Node[] {
  const { from, agentName, text, begins } = message;
  const ours = from === 'agent';
  const author = element('span', { class: ours && begins ? 'author' : 'unseen' }, ours ? agentName : words.you);
  const avatar = ours ? [element('span', { class: 'avatar', 'aria-hidden': 'true' }, initialOf(agentName))] : [];
  return [...avatar, author, element('div', { class: 'bubble', dir: 'auto' }, ...linkText(text)), showMeta(message, chat, words)];
}

function showMeta({ id, from, time, status }: Shown, chat: Chat, words: Words): HTMLElement {
  const said = from === 'agent' ? time : `${time} · ${words.sent}`;
  const note = { said, sending: words.sending, waiting: words.waiting, refused: words.notSent }[status];
  const meta = element('div', { class: 'meta' }, note);
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

function forget(lines: Map<string, { element: HTMLElement }>, wanted: readonly Line[]): void {
  const keys = new Set(wanted.map(({ key }) => key));
  for (const [key, line] of lines) {
    if (keys.has(key)) continue;
    line.element.remove();
    lines.delete(key);
  }
}
