import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { FirstSteps, Me } from '../../server/contract/entities.ts';
import { type Access, allows } from '../../server/contract/permissions.ts';
import type { Language } from '../../server/contract/statuses.ts';
import { HubFailure } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';

/** Who is signed in. */
export const useMe = defineStore('me', () => {
  const hub = useHub();
  const me = ref<Me>();
  const demo = ref<boolean>();

  return {
    me,
    id: computed(() => me.value?.id ?? ''),
    /** Whether this person has a right at all; the hub decides on which rows, and whether now. */
    can: (access: Access) => me.value !== undefined && (access === 'everyone' || access === 'self' || allows(me.value.rights, access)),
    /** Other where another person looks, or the same one with other rights: what was shown is built anew. */
    sight: computed(() => JSON.stringify([me.value?.id, me.value?.rights, me.value?.masked])),
    /** Whether the hub runs in demo mode, as far as it says so to those who have not signed in. */
    demo,
    async load() {
      try {
        me.value = await hub.call('me');
      } catch (thrown) {
        demo.value = thrown instanceof HubFailure && thrown.facts?.demo === true;
        throw thrown;
      }
    },
    async signIn(email: string, password: string) {
      me.value = await hub.call('signIn', { body: { email, password } });
    },
    async signOut() {
      await hub.call('signOut');
      me.value = undefined;
    },
    async changePassword(current: string, next: string) {
      await hub.call('changePassword', { body: { current, next } });
      if (me.value) me.value = { ...me.value, mustChangePassword: false };
    },
    async setLanguage(language: Language) {
      me.value = await hub.call('setLanguage', { body: { language } });
    },
    /** Kept here at once; the hub is told so that other browsers know. */
    keepFirstSteps(firstSteps: FirstSteps) {
      if (!me.value) return;
      me.value = { ...me.value, firstSteps };
      void hub.call('keepFirstSteps', { body: firstSteps }).catch(() => undefined);
    },
    forget() {
      me.value = undefined;
    },
  };
});
