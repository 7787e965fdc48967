import { onScopeDispose } from 'vue';
import type { ShortcutKey } from './shortcut-keys.ts';

export type { ShortcutKey } from './shortcut-keys.ts';

type Act = () => unknown;
const acts = new Map<string, Act[]>();
/** How long the first of two letters waits for the second (milliseconds). */
const pairMs = 1_200;

/** Do something at a key, unless someone is writing. The part shown last wins. */
export function useShortcut(key: ShortcutKey, act: Act) {
  acts.set(key, [...(acts.get(key) ?? []), act]);
  onScopeDispose(() =>
    acts.set(
      key,
      (acts.get(key) ?? []).filter((other) => other !== act),
    ),
  );
}

/** Listens once for the whole console; returns the way to stop. */
export function listenForShortcuts(): () => void {
  let first = { key: '', at: 0 };
  const listen = (event: KeyboardEvent) => {
    if (isWriting(event)) return;
    const key = event.key.toLowerCase();
    const pair = event.timeStamp - first.at < pairMs ? acts.get(`${first.key} ${key}`)?.at(-1) : undefined;
    first = { key: pair ? '' : key, at: event.timeStamp };
    const act = pair ?? acts.get(key)?.at(-1);
    if (!act) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}

function isWriting(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || document.querySelector('dialog[open]'))
    return true;
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=radio]), textarea, select, [role=listbox], [role=menu], [aria-modal=true]') !== null)
  );
}
