import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { baseParse, compile, type TemplateChildNode } from '@vue/compiler-dom';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../server/errors.ts';

const folder = path.join(import.meta.dirname, '../../../agent-console');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(vue|ts)$/.test(file));
const sources = files.map(read).join('\n');

const leaves = (tree: object, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`)));
const languages = {
  en: new Map(leaves(JSON.parse(read('locales/en.json')))),
  'zh-CN': new Map(leaves(JSON.parse(read('locales/zh-CN.json')))),
};

/** Keys as the sources ask for them: whole, or with holes (`channel.${channel}`). */
const asked = [
  ...[...sources.matchAll(/'([a-z][A-Za-z]*(?:\.[\w]+)*)'/g)].map(([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.')}$`)),
  ...[...sources.matchAll(/`([a-z][A-Za-z]*\.(?:[\w.]|\$\{[^}]*\})+)`/g)].map(
    ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[^.]+')}$`),
  ),
];
const whole = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);

describe('the texts of the console', () => {
  it('are the same in both languages, with the same values in them', () => {
    const values = (text = '') => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
    expect([...languages['zh-CN'].keys()].sort()).toEqual([...languages.en.keys()].sort());
    for (const [key, text] of languages.en) expect([key, values(languages['zh-CN'].get(key))]).toEqual([key, values(text)]);
    for (const [key, text] of languages.en)
      expect([key, languages['zh-CN'].get(key)?.split(' | ').length]).toEqual([key, text.split(' | ').length]);
  });

  it('are all there', () => {
    expect(whole.filter((key) => !languages.en.has(key))).toEqual([]);
  });

  it('are all used', () => {
    expect([...languages.en.keys()].filter((key) => !asked.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  it('name every failure the hub knows', () => {
    expect(errorCodes.filter((code) => !languages.en.has(`errors.${code}`))).toEqual([]);
  });

  it('are Chinese in Chinese', () => {
    const isLatin = (text: string) => /\p{L}/u.test(text.replace(/\{[^}]*\}/g, '')) && !/\p{Script=Han}/u.test(text);
    expect([...languages['zh-CN']].filter(([, text]) => isLatin(text)).map(([key]) => key)).toEqual(['product', 'entry.hub']);
  });
});

const spoken = new Set(['title', 'placeholder', 'alt', 'label', 'aria-label', 'aria-description', 'hint', 'name']);

/** Words a person would read that stand in a template itself: text, or a plain attribute that is shown or spoken. */
function rawText(node: TemplateChildNode): string[] {
  if (node.type === 2) return [node.content.trim()];
  if (node.type !== 1) return [];
  const own = node.props.flatMap((prop) =>
    prop.type === 6 && spoken.has(prop.name) && node.tag !== 'slot' && !(prop.name === 'name' && node.tag === 'input')
      ? [prop.value?.content ?? '']
      : [],
  );
  if (node.tag === 'kbd') return own;
  return [...own, ...node.children.flatMap(rawText)];
}

describe('a template', () => {
  it.each(files.filter((file) => file.endsWith('.vue')))('%s says nothing by itself', (file) => {
    const source = read(file);
    const template = source.slice(source.indexOf('<template>') + '<template>'.length, source.lastIndexOf('</template>'));
    expect(compile(template).code).not.toBe('');
    expect(
      baseParse(template)
        .children.flatMap(rawText)
        .filter((text) => /[\p{L}]/u.test(text)),
    ).toEqual([]);
  });
});
