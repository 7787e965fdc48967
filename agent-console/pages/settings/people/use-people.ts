import { ref, shallowRef } from 'vue';
import type { PersonDraft, PersonView, RoleView } from '../../../../server/contract/people.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useActs } from '../use-acts.ts';

/** Who works here, with everything that can be done about it. */
export function usePeople() {
  const hub = useHub();
  const people = shallowRef<readonly PersonView[]>();
  const roles = shallowRef<readonly RoleView[]>([]);
  /** Somebody's first password, shown until it is put away. */
  const first = ref<{ id: string; password: string }>();

  async function read(): Promise<void> {
    const [found, known] = await Promise.all([hub.call('listPeople'), hub.call('listRoles')]);
    [people.value, roles.value] = [found.people, known.roles];
  }

  const { error, attempt, load } = useActs(read, ['person.changed', 'role.changed', 'agent.presence_changed']);
  const shown = (id: string, password: string) => {
    first.value = { id, password };
    return id;
  };

  return {
    people,
    roles,
    error,
    first,
    load,
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
