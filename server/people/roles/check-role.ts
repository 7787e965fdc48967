import type { RoleDraft } from '../../contract/people.ts';
import { areas, isWholeOnly, type Permission, reaches, reachOf } from '../../contract/permissions.ts';
import { HubError } from '../../errors.ts';

/**
 * Throws `bad_request` with the first place at which rights make no sense: more is changed than read, a part of what has no
 * rows of somebody's own, or more of what hangs on customers than of customers.
 */
export function checkRights({ rights }: Pick<RoleDraft, 'rights'>): void {
  const wrong = areas.flatMap((area) => problemsOf(rights, area))[0];
  if (wrong) throw new HubError('bad_request', `body.draft.rights.${wrong}`);
}

function problemsOf(rights: RoleDraft['rights'], area: (typeof areas)[number]): string[] {
  const width = (permission: Permission) => reaches.indexOf(reachOf(rights, permission));
  const isPart = (permission: Permission) => ['own', 'team'].includes(reachOf(rights, permission));
  const both: readonly Permission[] = [`${area}.read`, `${area}.write`];
  return [
    ...(width(`${area}.write`) > width(`${area}.read`) ? [`${area}.write: wider than what is read`] : []),
    ...both.filter((permission) => isWholeOnly(permission) && isPart(permission)).map((permission) => `${permission}: none or all`),
    ...(!isWholeOnly(`${area}.read`) && width(`${area}.read`) > width('customers.read') ? [`${area}.read: wider than customers.read`] : []),
  ];
}
