import { shallowRef } from 'vue';
import type { RoleDraft, RoleView, ShippedRoleView, UnmaskingView } from '../../../../server/contract/people.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useMe } from '../../../stores/me.ts';
import { useActs } from '../use-acts.ts';

/** What each role may do, and who looked at masked addresses. */
export function useRoles() {
  const [hub, me] = [useHub(), useMe()];
  const shipped = shallowRef<readonly ShippedRoleView[]>();
  const roles = shallowRef<readonly RoleView[]>([]);
  const unmaskings = shallowRef<readonly UnmaskingView[]>([]);

  async function read(): Promise<void> {
    const known = await hub.call('listRoles');
    [shipped.value, roles.value] = [known.shipped, known.roles];
    if (me.can('privacy.read')) unmaskings.value = (await hub.call('listUnmaskings', { query: { limit: 20 } })).unmaskings;
  }

  const { error, attempt, load } = useActs(read, ['role.changed', 'person.changed', 'customer.unmasked']);

  return {
    shipped,
    roles,
    unmaskings,
    error,
    load,
    save: (role: RoleView | undefined, draft: RoleDraft) =>
      attempt(() =>
        role
          ? hub.call('changeRole', { params: { id: role.id }, body: { revision: role.revision, draft } })
          : hub.call('createRole', { body: { draft } }),
      ),
    remove: (role: RoleView) => attempt(() => hub.call('deleteRole', { params: { id: role.id } })),
  };
}

export type Roles = ReturnType<typeof useRoles>;
