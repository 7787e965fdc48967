import { both, channelWords, durationWords, listed } from '../catalog/words.ts';
import type { Label } from '../contract/entities.ts';
import { valueWords } from './field-words.ts';
import type { Names } from './names.ts';

/** A value as people say it: durations, shares, names instead of ids, yes and no. */
export function wordsOf(value: unknown, path: readonly string[], names: Names): Label {
  if (value === null || value === '') return both('none', '无');
  if (typeof value === 'boolean') return value ? both('yes', '是') : both('no', '否');
  if (typeof value === 'number') return wordsOfNumber(value, path);
  if (typeof value === 'string') return wordsOfText(value, names);
  if (Array.isArray(value)) return wordsOfList(value, path, names);
  return wordsOfLabel(value) ?? plain(JSON.stringify(value));
}

const plain = (text: string): Label => both(text, text);

/** Of these all numbers are seconds, whatever they are called. */
const inSeconds = ['promises', 'queuePromises', 'targets'];

function wordsOfNumber(value: number, path: readonly string[]): Label {
  const field = path.at(-1) ?? '';
  if (/seconds$/i.test(field) || path.some((key) => inSeconds.includes(key))) return durationWords(value);
  if (/days$/i.test(field) || path[0] === 'retention') return both(`${value} days`, `${value} 天`);
  if (/share$/i.test(field)) return plain(`${Math.round(value * 1000) / 10}%`);
  return plain(String(value));
}

function wordsOfText(value: string, names: Names): Label {
  const channel = Object.entries(channelWords).find(([key]) => key === value)?.[1];
  return channel ?? valueWords[value] ?? names.get(value) ?? plain(value);
}

function wordsOfList(items: readonly unknown[], path: readonly string[], names: Names): Label {
  if (items.length === 0) return both('none', '无');
  // Opening hours are pairs of times.
  if (items.every((item) => Array.isArray(item))) return plain(items.map((pair) => [pair].flat(2).join('–')).join(', '));
  return listed(items.map((item) => wordsOf(item, path, names)));
}

const wordsOfLabel = (value: unknown): Label | undefined =>
  typeof value === 'object' &&
  value !== null &&
  'en' in value &&
  'zh-CN' in value &&
  typeof value.en === 'string' &&
  typeof value['zh-CN'] === 'string'
    ? both(value.en, value['zh-CN'])
    : undefined;
