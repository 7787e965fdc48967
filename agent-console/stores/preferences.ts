import { StorageSerializers, useLocalStorage, usePreferredDark } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { Language } from '../../server/contract/statuses.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Choices that belong to this browser, not to the person. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useLocalStorage<Theme>('touchline.theme', 'system');
  const language = useLocalStorage<Language | null>('touchline.language', null, { serializer: StorageSerializers.object });
  /** How long a mail or SMS can be taken back after it was sent; 0: it goes out at once. */
  const undoSeconds = useLocalStorage('touchline.undo-seconds', 5);
  const sound = useLocalStorage('touchline.sound', true);
  /** Whether the question about notifications was put off. */
  const notificationsDeclined = useLocalStorage('touchline.notifications-declined', false);
  const prefersDark = usePreferredDark();

  return {
    theme,
    /** Chosen before anyone has signed in here. */
    language,
    sound,
    undoSeconds,
    notificationsDeclined,
    dark: computed(() => (theme.value === 'system' ? prefersDark.value : theme.value === 'dark')),
  };
});
