import { shallowRef } from 'vue';

type Spell = (characters: string) => readonly string[];

/** How Chinese is spelled. A third of a megabyte: fetched when somebody types letters at Chinese words for the first time. */
const spell = shallowRef<Spell>();
let asked: Promise<void> | undefined;

/** Settles when spellings are known, or cannot be had: a line that was lost is no reason not to find what is written. */
export function learnSpelling(): Promise<void> {
  asked ??= import('pinyin-pro').then(
    ({ pinyin }) => {
      spell.value = (characters) => pinyin(characters, { toneType: 'none', type: 'array', v: true });
    },
    () => {
      asked = undefined;
    },
  );
  return asked;
}

const letters = /^[a-z]+$/;
const han = /\p{Script=Han}+/gu;

/** How well letters spell Chinese words: in full or by initials, from a first character on before a later one; 0 not at all. */
export function spelledFit(typed: string, text: string): number {
  if (!letters.test(typed)) return 0;
  const runs = text.match(han) ?? [];
  if (runs.length === 0) return 0;
  if (!spell.value) void learnSpelling();
  return Math.max(0, ...runs.map((run) => fitOfRun(typed, spellingOf(run))));
}

/** Whether a name holds what was typed, as it is written or as it is spelled. */
export const isSaid = (typed: string, name: string): boolean => {
  const words = typed.trim().toLowerCase();
  return name.toLowerCase().includes(words) || spelledFit(words, name) > 0;
};

const MOST = 5_000;
const known = new Map<string, readonly string[]>();

function spellingOf(run: string): readonly string[] {
  const before = known.get(run);
  if (before || !spell.value) return before ?? [];
  if (known.size >= MOST) known.clear();
  const syllables = spell.value(run);
  known.set(run, syllables);
  return syllables;
}

function fitOfRun(typed: string, syllables: readonly string[]): number {
  const from = syllables.findIndex((_, place) => begins(typed, syllables.slice(place)));
  // Of two that begin alike the shorter one is meant.
  return from < 0 ? 0 : (from === 0 ? 75 : 60) - syllables.length / 100;
}

/** "gongdan", "gongd" and "gd" for 工单; one letter alone says too little. */
const begins = (typed: string, syllables: readonly string[]): boolean =>
  typed.length > 1 &&
  (syllables.join('').startsWith(typed) ||
    syllables
      .map((syllable) => syllable.charAt(0))
      .join('')
      .startsWith(typed));
