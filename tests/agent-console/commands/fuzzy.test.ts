import { describe, expect, it } from 'vitest';
import type { Command } from '../../../agent-console/commands/command.ts';
import { fitting, matchOf } from '../../../agent-console/commands/fuzzy.ts';

const command = (id: string, label: string, words = ''): Command => ({ id, label, words, run: () => undefined });
const commands = [
  command('go.tickets', '工单'),
  command('contact.transfer', 'Hand it to another queue'),
  command('contact.end', 'End the contact'),
  command('go.settings.calendars', 'Opening hours'),
  command('status.away.lunch', 'Set my status: Lunch', 'Away'),
  command('ticket.snooze', 'Snooze or remind me'),
];
const found = (typed: string) => fitting(typed, commands).map(({ id }) => id);

describe('what was typed', () => {
  it('fits a beginning better than the beginning of a word, that better than the middle, and that better than loose letters', () => {
    const fits = ['End the contact', 'Weekend end', 'Weekend', 'Earned'].map((text) => matchOf('end', text));
    expect(fits).toEqual([...fits].sort((a, b) => b - a));
    expect(fits.at(-1)).toBeGreaterThanOrEqual(0);
    expect(matchOf('xyz', 'End the contact')).toBe(0);
  });

  it('finds by every word, by first letters, by other words and by the English id in any language', () => {
    expect(found('queue hand')).toEqual(['contact.transfer']);
    expect(found('hiaq')).toEqual(['contact.transfer']);
    expect(found('away')).toEqual(['status.away.lunch']);
    expect(found('tick')[0]).toBe('go.tickets');
    expect(found('工')).toEqual(['go.tickets']);
    expect(found('hours opening')).toEqual(['go.settings.calendars']);
  });

  it('finds nothing where one of its words fits nothing, however hostile it is', () => {
    expect(found('end qqqq')).toEqual([]);
    expect(found('.*+?^$()|[]}{\\')).toEqual([]);
    expect(found('e'.repeat(10_000))).toEqual([]);
  });
});
