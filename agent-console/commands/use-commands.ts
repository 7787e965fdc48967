import { computed, type EffectScope, getCurrentScope, onScopeDispose, shallowReactive } from 'vue';
import { type ShortcutKey, useShortcut } from '../ui/shortcuts.ts';
import type { Command } from './command.ts';

export type { Command } from './command.ts';

type Offer = () => readonly Command[];
const offered = shallowReactive(new Map<Offer, EffectScope | undefined>());

/**
 * What this part of the screen can do, for as long as it is shown: the command bar offers it. A function, so that it follows
 * what is possible now and the language.
 */
export function useCommands(commands: Offer) {
  offered.set(commands, getCurrentScope());
  onScopeDispose(() => offered.delete(commands));
}

/** One command with a key of its own: the key does it, the bar offers it, both only while it is possible. */
export function useKeyCommand(keys: ShortcutKey, command: () => Omit<Command, 'keys'> | undefined) {
  useCommands(() => {
    const possible = command();
    return possible ? [{ ...possible, keys }] : [];
  });
  useShortcut(keys, () => command()?.run());
}

/** Everything that can be done from here, the part shown last first, each in its own order; of two with one id the newer. */
export const commands = computed<readonly Command[]>(() => {
  const byId = new Map<string, Command>();
  const parts = [...new Set(offered.values())].reverse();
  const inOrder = parts.flatMap((part) => [...offered].filter(([, of]) => of === part).flatMap(([offer]) => offer()));
  for (const command of inOrder) if (!byId.has(command.id)) byId.set(command.id, command);
  return [...byId.values()];
});
