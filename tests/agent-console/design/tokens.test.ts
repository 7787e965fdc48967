import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, '../../../agent-console');
const css = readFileSync(path.join(folder, 'design/tokens.css'), 'utf8');

const tokensOf = (selector: string) => {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour]));
};
const light = tokensOf(':root');
const themes = { light, dark: new Map([...light, ...tokensOf(':root.dark')]) };

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(colour: string) {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string) {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['surface', 'surface-page', 'surface-sunken', 'surface-hover', 'surface-selected'];
const texts = ['text', 'text-soft', 'text-quiet', 'accent', 'calm', 'attentive', 'urgent', 'over', 'good', 'tier-1', 'tier-2', 'tier-3'];
const pairs = [
  ...texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-state', 'over'],
  ['attentive', 'attentive-soft'],
  ['over', 'over-soft'],
  ['good', 'good-soft'],
  ['accent', 'accent-soft'],
  ['text', 'ours'],
  ['text', 'theirs'],
  ['text-soft', 'ours'],
  ['text-soft', 'theirs'],
  ['note-text', 'note'],
  ['text-quiet', 'theirs'],
  ['text-quiet', 'ours'],
  ['text', 'accent-soft'],
  ['text-quiet', 'accent-soft'],
  ['text-quiet', 'good-soft'],
] as const;

describe.each(Object.entries(themes))('the %s theme', (_, tokens) => {
  it.each(pairs)('shows %s on %s at 4.5 : 1 or better', (text, surface) => {
    expect(contrast(tokens.get(text) ?? '#888888', tokens.get(surface) ?? '#888888')).toBeGreaterThanOrEqual(4.5);
  });

  it('draws what can be filled in at 3 : 1', () => {
    expect(contrast(tokens.get('line-strong') ?? '', tokens.get('surface') ?? '')).toBeGreaterThanOrEqual(3);
  });
});

describe('colours', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(vue|css)$/.test(file) && !file.endsWith('tokens.css'),
  );
  it.each(files)('in %s come from the tokens', (file) => {
    const source = readFileSync(path.join(folder, file), 'utf8');
    const styles = file.endsWith('.vue') ? source.slice(source.indexOf('<style')) : source;
    expect(styles.match(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(/gi) ?? []).toEqual([]);
  });
});
