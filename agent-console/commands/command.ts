import type { ShortcutKey } from '../ui/shortcut-keys.ts';

/** Where it stands in the command bar: what this place can do, where one can go, what is set where, what I do for myself. */
export type CommandGroup = 'here' | 'go' | 'settings' | 'me';

export interface Command {
  /** Stable, so that it is remembered as used lately. */
  readonly id: string;
  /** In the reader's language. */
  readonly label: string;
  /** Where it belongs or what it does, said small. */
  readonly hint?: string | undefined;
  /** Further words it is found by. */
  readonly words?: string | undefined;
  readonly group?: CommandGroup | undefined;
  /** One of many: offered only to who types for it. */
  readonly sought?: true | undefined;
  /** Shown beside it. Who registers a command listens for its key with `useShortcut`. */
  readonly keys?: ShortcutKey | undefined;
  readonly run: () => unknown;
}

/** Something that was chosen in the command bar a while ago: a command by its id, or a place with its name. */
export interface Recent {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Where it leads; a command has none. */
  readonly to?: string | undefined;
}
