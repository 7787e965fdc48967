import { onScopeDispose, ref, shallowRef } from 'vue';
import type { RoleDraft, RoleView, ShippedRoleView, UnmaskingView } from '../../../../server/contract/people.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useMe } from '../../../stores/me.ts';

/** What each role may do, and who looked at masked addresses. */
export function useRoles() {
  const [hub, live, me] = [useHub(), useLive(), useMe()];
  const shipped = shallowRef<readonly ShippedRoleView[]>();
  const roles = shallowRef<readonly RoleView[]>([]);
  const unmaskings = shallowRef<readonly UnmaskingView[]>([]);
  const error = ref('');

  async function load(): Promise<void> {
    const known = await hub.call('listRoles');
    [shipped.value, roles.value] = [known.shipped, known.roles];
    if (me.can('privacy.read')) unmaskings.value = (await hub.call('listUnmaskings', { query: { limit: 20 } })).unmaskings;
  }

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

  const isNews = (name: string) => name === 'role.changed' || name === 'person.changed' || name === 'customer.unmasked';
  onScopeDispose(live.onEvent(({ name }) => isNews(name) && void load().catch(() => undefined)));

  return {
    shipped,
    roles,
    unmaskings,
    error,
    load: () => attempt(async () => true),
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
