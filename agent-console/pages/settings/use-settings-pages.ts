import { computed } from 'vue';
import { useMe } from '../../stores/me.ts';
import { settingsGroups, settingsPages } from './settings-pages.ts';

/** The pages this person may open, all and by group. */
export function useSettingsPages() {
  const me = useMe();
  const pages = computed(() => settingsPages.filter(({ permission }) => permission === undefined || me.can(permission)));
  const groups = computed(() =>
    settingsGroups
      .map((group) => ({ group, pages: pages.value.filter((page) => page.group === group) }))
      .filter((group) => group.pages.length > 0),
  );
  return { pages, groups };
}
