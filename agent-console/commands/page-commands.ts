import { useRouter } from 'vue-router';
import { useText } from '../language/use-text.ts';
import { useMe } from '../stores/me.ts';
import { type ShortcutKey, useShortcut } from '../ui/shortcuts.ts';
import { type Command, useCommands } from './use-commands.ts';

const keys: readonly { readonly keys: ShortcutKey; readonly path: string }[] = [
  { keys: 'g d', path: '/desk' },
  { keys: 'g t', path: '/tickets' },
  { keys: 'g c', path: '/customers' },
  { keys: 'g q', path: '/queues' },
  { keys: 'g p', path: '/rehearsals' },
  { keys: 'g s', path: '/settings' },
];

/** Every page one may open is a command: whoever adds a route with a title has added it here. */
export function usePageCommands() {
  const [router, me] = [useRouter(), useMe()];
  const { t } = useText();

  const pages = () =>
    router
      .getRoutes()
      .filter(
        ({ meta, path }) =>
          meta.title !== undefined && meta.access !== undefined && me.can(meta.access) && withoutOptional(path) !== undefined,
      );

  useCommands(() =>
    pages().map(({ meta, path }): Command => {
      const to = withoutOptional(path) ?? '/';
      const inSettings = to.startsWith('/settings/');
      return {
        id: `go${to.replaceAll('/', '.')}`,
        label: meta.title ? t(meta.title) : to,
        hint: inSettings ? t('nav.settings') : undefined,
        group: inSettings ? 'settings' : 'go',
        keys: keys.find((key) => key.path === to)?.keys,
        run: () => router.push(to),
      };
    }),
  );

  for (const { keys: pressed, path } of keys)
    useShortcut(pressed, () => pages().some((page) => withoutOptional(page.path) === path) && router.push(path));
}

/** The page itself where its path ends in what may be left out; undefined for pages of one thing. */
function withoutOptional(path: string): string | undefined {
  const page = path.replace(/\/:\w+\?$/, '');
  return page.includes(':') ? undefined : page || '/';
}
