import { describe, expect, it } from 'vitest';
import { fittingSections, startSections } from '../../../agent-console/commands/bar-sections.ts';
import type { Command } from '../../../agent-console/commands/command.ts';

const command = (id: string, label: string, group: Command['group']): Command => ({ id, label, group, run: () => undefined });
const commands = [
  command('contact.end', 'End the contact', 'here'),
  command('go.tickets', 'Tickets', 'go'),
  command('go.settings.tiers', 'Tiers', 'settings'),
];
const nothing = { customers: [], said: [] };
const names = (sections: ReturnType<typeof startSections>) => sections.map(({ name, options }) => [name, ...options.map(({ id }) => id)]);

describe('the command bar', () => {
  it('begins with what was chosen lately, what this place can do, and where one can go', () => {
    const recent = [
      { id: 'go.tickets', label: 'Tickets' },
      { id: 'c-1', label: 'Ada Byron', to: '/customers/c-1' },
      { id: 'contact.transfer', label: 'not possible here' },
    ];
    expect(names(startSections({ commands, recent, found: nothing }))).toEqual([
      ['recent', 'go.tickets', 'c-1'],
      ['here', 'contact.end'],
      ['go', 'go.tickets'],
      ['settings', 'go.settings.tiers'],
    ]);
  });

  it('shows what fits, and after ">" commands alone', () => {
    expect(names(fittingSections('ti', { commands, recent: [], found: nothing }))[0]?.[0]).toBe('commands');
    expect(names(fittingSections('>end', { commands, recent: [], found: nothing }))).toEqual([['commands', 'contact.end']]);
  });
});
