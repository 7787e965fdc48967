import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../../agent-console/commands/command.ts';
import { fitting } from '../../../agent-console/commands/fuzzy.ts';
import { isSaid, learnSpelling, spelledFit } from '../../../agent-console/commands/spelling.ts';

const command = (id: string, label: string, words = ''): Command => ({ id, label, words, run: () => undefined });
const commands = [
  command('a', '前往工单'),
  command('b', '设置状态：午餐', '离开'),
  command('c', '道歉并重新安装'),
  command('d', '王小明'),
  command('e', '银行转账说明'),
  command('f', 'Wang Xiaoming'),
];
const found = (typed: string) => fitting(typed, commands).map(({ id }) => id);

describe('Chinese words', () => {
  beforeAll(learnSpelling);

  it('are found by their pinyin, in full, begun and by initials, from any of their characters on', () => {
    for (const typed of ['qianwang', 'gongdan', 'gongd', 'gd', 'qwgd']) expect(found(typed)[0]).toBe('a');
    for (const typed of ['wucan', 'szzt']) expect(found(typed)).toEqual(['b']);
    expect(found('likai')).toEqual(['b']);
    expect(found('wxm')).toContain('d');
  });

  it('are read as the word reads them: a character with two readings counts as the one meant', () => {
    expect(found('yinhang')).toEqual(['e']);
    expect(found('chongxin')).toEqual(['c']);
  });

  it('are found by every word typed, Latin and Chinese names side by side', () => {
    expect(found('wang xiao').sort()).toEqual(['d', 'f']);
    expect(found('gongdan 前往')).toEqual(['a']);
    expect(isSaid('wxm', '王小明')).toBe(true);
    expect(isSaid('小明', '王小明')).toBe(true);
    expect(isSaid('', '王小明')).toBe(true);
  });

  it('are not found by what does not spell them', () => {
    expect(spelledFit('w', '王小明')).toBe(0);
    expect(spelledFit('angx', '王小明')).toBe(0);
    expect(spelledFit('WXM', '王小明')).toBe(0);
    expect(spelledFit('wxm', 'w x m')).toBe(0);
    expect(isSaid('wxn', '王小明')).toBe(false);
  });
});
