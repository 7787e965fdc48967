import type { CustomerStrip, TicketView } from '../../server/contract/entities.ts';
import type { SaidView } from '../../server/contract/history.ts';
import type { Command, Recent } from './command.ts';
import { fitting } from './fuzzy.ts';

export type BarOption =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }
  | { readonly kind: 'recent'; readonly id: string; readonly recent: Recent }
  | { readonly kind: 'ticket'; readonly id: string; readonly ticket: TicketView }
  | { readonly kind: 'customer'; readonly id: string; readonly customer: CustomerStrip }
  | { readonly kind: 'said'; readonly id: string; readonly said: SaidView };

export const sectionNames = ['recent', 'here', 'go', 'me', 'settings', 'commands', 'tickets', 'customers', 'said'] as const;

export interface Section {
  readonly name: (typeof sectionNames)[number];
  readonly options: readonly BarOption[];
}

interface Known {
  readonly commands: readonly Command[];
  readonly recent: readonly Recent[];
  readonly found: {
    readonly ticket?: TicketView | undefined;
    readonly customers: readonly CustomerStrip[];
    readonly said: readonly SaidView[];
  };
}

/** With nothing typed: lately, what can be done here, where one can go. */
export function startSections({ commands, recent }: Known): Section[] {
  const alive = recent.filter(({ id, to }) => to !== undefined || commands.some((command) => command.id === id));
  return filled([
    { name: 'recent', options: alive.slice(0, 5).map((one) => ({ kind: 'recent', id: one.id, recent: one })) },
    ...(['here', 'go', 'me', 'settings'] as const).map((group) => ({
      name: group,
      options: commands.filter((command) => (command.group ?? 'here') === group && !command.sought).map(commandOption),
    })),
  ]);
}

/**
 * What fits, most certain first. What is known here stands at once; what the hub finds comes below it, so that nothing moves
 * from under the arrow. A leading ">" asks for commands only.
 */
export function fittingSections(typed: string, { commands, found }: Known): Section[] {
  const onlyCommands = typed.startsWith('>');
  const fit = fitting(onlyCommands ? typed.slice(1) : typed, commands).slice(0, onlyCommands ? 20 : 6);
  return filled([
    { name: 'tickets', options: found.ticket ? [{ kind: 'ticket', id: found.ticket.id, ticket: found.ticket }] : [] },
    { name: 'commands', options: fit.map(commandOption) },
    { name: 'customers', options: found.customers.map((customer) => ({ kind: 'customer', id: customer.id, customer })) },
    { name: 'said', options: found.said.map((said) => ({ kind: 'said', id: said.id, said })) },
  ]);
}

const commandOption = (command: Command): BarOption => ({ kind: 'command', id: command.id, command });
const filled = (sections: Section[]): Section[] => sections.filter(({ options }) => options.length > 0);
