import type { Command } from './command.ts';
import { spelledFit } from './spelling.ts';

/**
 * How well what was typed fits a text: 0 not at all; a beginning before the beginning of a word before the middle before loose
 * letters. Chinese fits as it is spelled as well.
 */
export function matchOf(typed: string, text: string): number {
  const [query, target] = [typed.toLowerCase(), text.toLowerCase()];
  const at = target.indexOf(query);
  if (at === 0) return 100 - target.length / 1_000;
  if (at > 0) return (/[\s\-–·,(/:]/.test(target.charAt(at - 1)) ? 80 : 55) - at / 1_000;
  const loose = query.length > 1 && inOrder(query, target) ? 20 + wordStarts(query, target) : 0;
  return Math.max(loose, spelledFit(query, target));
}

/** The commands that fit every word typed, best first; in the order given among equals. */
export function fitting(typed: string, commands: readonly Command[]): Command[] {
  const words = typed.trim().split(/\s+/).filter(Boolean);
  return commands
    .map((command) => ({ command, score: Math.min(...words.map((word) => fitOf(word, command))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

/** The label counts most; the id is English in every language, so that it can be typed without an input method. */
function fitOf(word: string, { label, words = '', hint = '', id }: Command): number {
  const further = [0.9 * matchOf(word, words), 0.6 * matchOf(word, hint), 0.7 * idFit(word, id)];
  return Math.max(matchOf(word, label), ...further);
}

const idFit = (word: string, id: string) => Math.max(...id.split(/[.\-/]/).map((part) => (part.startsWith(word.toLowerCase()) ? 80 : 0)));

function inOrder(query: string, target: string): boolean {
  let from = 0;
  for (const letter of query) {
    const at = target.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

/** "gtt" for "Go to tickets": letters that begin words say more. */
function wordStarts(query: string, target: string): number {
  const starts = target
    .split(/[\s\-–·,(/:]+/)
    .map((word) => word.charAt(0))
    .join('');
  return inOrder(query, starts) ? 20 : -12;
}
