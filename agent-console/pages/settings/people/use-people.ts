import { onScopeDispose, ref, shallowRef } from 'vue';
import type { PersonDraft, PersonView, RoleView } from '../../../../server/contract/people.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';

/** Who works here, with everything that can be done about it. */
export function usePeople() {
  const [hub, live] = [useHub(), useLive()];
  const people = shallowRef<readonly PersonView[]>();
  const roles = shallowRef<readonly RoleView[]>([]);
  const error = ref('');
  /** Somebody's first password, shown until it is put away. */
  const first = ref<{ id: string; password: string }>();

  async function load(): Promise<void> {
    const [found, known] = await Promise.all([hub.call('listPeople'), hub.call('listRoles')]);
    [people.value, roles.value] = [found.people, known.roles];
  }

  /** Answers undefined when it failed, and says why. */
  async function attempt<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
    error.value = '';
    try {
      const result = await act();
      await load();
      return result;
    } catch (thrown) {
      error.value = codeOf(thrown);
      return undefined;
    }
  }

  const shown = (id: string, password: string) => {
    first.value = { id, password };
    return id;
  };
  const isNews = (name: string) => name === 'person.changed' || name === 'role.changed' || name === 'agent.presence_changed';
  onScopeDispose(live.onEvent(({ name }) => isNews(name) && void load().catch(() => undefined)));

  return {
    people,
    roles,
    error,
    first,
    load: () => attempt(async () => true),
    save: (person: PersonView | undefined, draft: PersonDraft) =>
      attempt(async () => {
        if (person) return (await hub.call('changePerson', { params: { id: person.id }, body: { revision: person.revision, draft } })).id;
        const made = await hub.call('addPerson', { body: { draft } });
        return shown(made.person.id, made.password);
      }),
    reset: (id: string) => attempt(async () => shown(id, (await hub.call('resetPassword', { params: { id } })).password)),
    deactivate: (id: string) => attempt(() => hub.call('deactivatePerson', { params: { id } })),
    reactivate: (id: string) => attempt(async () => shown(id, (await hub.call('reactivatePerson', { params: { id } })).password)),
  };
}

export type People = ReturnType<typeof usePeople>;
