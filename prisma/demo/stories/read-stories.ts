import { type DispositionCode, dispositions, type InboxKey, inboxes } from '../catalog.ts';

export interface Line {
  by: 'customer' | 'agent' | 'note';
  text: string;
}

export interface Story {
  inbox: InboxKey;
  kind: 'incident' | 'service_request' | 'complaint';
  disposition: DispositionCode;
  subject: string;
  /** How the ticket is left. */
  status: 'solved' | 'pending' | 'on_hold';
  /** Told only in winter, of a private home, on a birthday. */
  only: readonly ('winter' | 'home' | 'birthday')[];
  lines: Line[];
}

/** A story told of one customer at one time; it may go on with the ticket of the one before. */
export interface Chapter {
  customer: string;
  daysAgo: number;
  continues: boolean;
  story: Story;
}

/** Stories of anyone, as written in `english.ts` and `chinese.ts`. */
export const readStories = (text: string): Story[] =>
  text
    .split(/^(?=# )/m)
    .filter((part) => part.startsWith('# '))
    .map(readStory);

/** Stories of single customers, as written in `sagas.ts`. */
export function readChapters(text: string): Chapter[] {
  const chapters: Chapter[] = [];
  for (const part of text.split(/^(?=[@&] )/m)) {
    const [, mark, name, days] = /^([@&]) (?:(.+), )?(\d+)\n/.exec(part) ?? [];
    if (!mark) continue;
    const customer = name ?? chapters.at(-1)?.customer ?? '';
    chapters.push({ customer, daysAgo: Number(days), continues: mark === '&', story: readStory(part.slice(part.indexOf('\n') + 1)) });
  }
  return chapters;
}

function readStory(text: string): Story {
  const [header = '', ...body] = text.split('\n');
  const [inbox, kind, disposition, title = '', only] = header
    .slice(2)
    .split('|')
    .map((cell) => cell.trim());
  const [subject = '', status] = title.split(' = ');
  return {
    inbox: named(
      inboxes.map(({ key }) => key),
      inbox,
    ),
    kind: named(['incident', 'service_request', 'complaint'] as const, kind),
    disposition: named(
      dispositions.map(({ code }) => code),
      disposition,
    ),
    subject,
    status: named(['solved', 'pending', 'on_hold'] as const, status ?? 'solved'),
    only: (only?.split(', ') ?? []).map((word) => named(['winter', 'home', 'birthday'] as const, word)),
    lines: readLines(body.join('\n')),
  };
}

const speakers = { '>': 'customer', '<': 'agent', '~': 'note' } as const;

function readLines(text: string): Line[] {
  return text
    .split(/^(?=[><~] )/m)
    .filter((part) => /^[><~] /.test(part))
    .map((part) => ({
      by: part.startsWith('>') ? speakers['>'] : part.startsWith('<') ? speakers['<'] : speakers['~'],
      text: part.slice(2).trim(),
    }));
}

function named<const Word extends string>(words: readonly Word[], word: string | undefined): Word {
  const found = words.find((candidate) => candidate === word);
  if (!found) throw new Error(`a story says "${word}" where one of ${words.join(', ')} belongs`);
  return found;
}
