import type { RoleView } from '../../../../server/contract/people.ts';
import type { Role } from '../../../../server/contract/statuses.ts';
import { useText } from '../../../language/use-text.ts';

/** What a role is called: its own name, or the shipped one's. */
export function useRoleName() {
  const { t, label } = useText();
  return ({ role, roleId }: { role: Role; roleId: string | null }, roles: readonly RoleView[]): string => {
    const own = roles.find(({ id }) => id === roleId);
    return own ? label(own.label) : t(`role.${role}`);
  };
}
