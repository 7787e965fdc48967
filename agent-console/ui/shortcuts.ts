import { onScopeDispose } from 'vue';

type Act = () => unknown;
const acts = new Map<string, Act[]>();

/** Do something at a single key, unless someone is writing. The part shown last wins. */
export function useShortcut(key: string, act: Act) {
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
  const listen = (event: KeyboardEvent) => {
    const act = acts.get(event.key.toLowerCase())?.at(-1);
    if (!act || isWriting(event)) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}

function isWriting(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return true;
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=radio]), textarea, select, [role=listbox], [role=menu], [aria-modal=true]') !== null)
  );
}
