import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shortcutKeys } from '../../../agent-console/ui/shortcut-keys.ts';

const sources = readdirSync('agent-console', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|vue)$/.test(file) && !file.endsWith('shortcut-keys.ts'))
  .map((file) => readFileSync(path.join('agent-console', file), 'utf8'))
  .join('\n');

it('the sheet names no key that nothing listens for; one it does not name cannot be listened for at all', () => {
  const dead = Object.values(shortcutKeys)
    .flatMap((keys) => Object.keys(keys))
    .filter(
      (key) =>
        !sources.includes(`useShortcut('${key}'`) && !sources.includes(`useKeyCommand('${key}'`) && !sources.includes(`keys: '${key}'`),
    );
  expect(dead).toEqual([]);
});
