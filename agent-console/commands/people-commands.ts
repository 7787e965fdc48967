import { watch } from 'vue';
import { useRouter } from 'vue-router';
import { useText } from '../language/use-text.ts';
import { useColleagues } from '../stores/colleagues.ts';
import { useMe } from '../stores/me.ts';
import { barOpen } from './bar-open.ts';
import { useCommands } from './use-commands.ts';

/** Whoever may read who works here finds each of them by name; who they are is asked for when the bar is first opened. */
export function usePeopleCommands() {
  const [router, me, colleagues] = [useRouter(), useMe(), useColleagues()];
  const { t } = useText();

  watch(barOpen, (open) => {
    if (open && me.can('people.read') && colleagues.all.length === 0) void colleagues.load().catch(() => undefined);
  });
  useCommands(() =>
    me.can('people.read')
      ? colleagues.all.map(({ id, name }) => ({
          id: `person.${id}`,
          label: name,
          hint: t('people.title'),
          sought: true,
          run: () => router.push({ name: 'people', params: { id } }),
        }))
      : [],
  );
}
