import type { Mention, MentionView } from '../../server/contract/message-parts.ts';
import type { Colleague } from '../stores/colleagues.ts';

/** What of a colleague's name stands before the caret after an `@`; undefined when nobody is being named. */
export const beginningOfName = (before: string): string | undefined => /(?:^|[^\w.@])@([^\s@]{0,40}(?: [^\s@]{0,40})?)$/u.exec(before)?.[1];

/** Whom a text names: after each `@` the longest name that stands there. `chosen` decides between people of one name. */
export function mentionsIn(text: string, colleagues: readonly Colleague[], chosen: ReadonlyMap<string, string>): Mention[] {
  const longestFirst = [...colleagues].sort((a, b) => b.name.length - a.name.length);
  return [...text.matchAll(/@/g)].flatMap(({ index: from }) => {
    const found = longestFirst.find(({ name }) => name !== '' && text.startsWith(name, from + 1) && !goesOn(text, from + 1, name));
    return found ? [{ agentId: chosen.get(found.name) ?? found.id, from, to: from + 1 + found.name.length }] : [];
  });
}

/** "@Mei Linden" does not name Mei Lin; in Chinese the next word may follow at once. */
const goesOn = (text: string, at: number, name: string) => /\w$/.test(name) && /\w/.test(text.charAt(at + name.length));

/** A note in pieces: names by what their people are called now. */
export function inPieces(text: string, mentions: readonly MentionView[]): { text: string; named: boolean }[] {
  const inOrder = [...mentions].sort((a, b) => a.from - b.from);
  const pieces = inOrder.flatMap(({ from, to, name }, index) => [
    { text: text.slice(inOrder[index - 1]?.to ?? 0, from), named: false },
    { text: `@${name}`, named: to > from },
  ]);
  return [...pieces, { text: text.slice(inOrder.at(-1)?.to ?? 0), named: false }].filter((piece) => piece.text !== '');
}
