import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The console's texts in one language, as its parts read them. */
export function textsOf(language: 'en' | 'zh-CN') {
  const texts: unknown = JSON.parse(readFileSync(path.join(import.meta.dirname, `../../agent-console/locales/${language}.json`), 'utf8'));
  const known = (key: string): string | null => {
    const found = key.split('.').reduce<unknown>((tree, name) => (isTree(tree) ? tree[name] : undefined), texts);
    return typeof found === 'string' ? found : null;
  };
  return {
    known,
    t: (key: string, values: Record<string, string | number> = {}) =>
      (known(key) ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    keysOf: (section: string): string[] => (isTree(texts) && isTree(texts[section]) ? Object.keys(texts[section]) : []),
  };
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
