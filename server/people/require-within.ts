import type { Caller } from '../auth/identify-caller.ts';
import { atLeast } from '../auth/permissions.ts';
import { areas, type Permission, type Reach, type Rights, reaches, reachOf } from '../contract/permissions.ts';
import type { Role } from '../contract/statuses.ts';
import { HubError } from '../errors.ts';

/** What a role lets somebody do. */
export interface Powers {
  readonly role: Role;
  readonly rights: Rights;
  readonly masked: boolean;
}

const width = (reach: Reach): number => reaches.indexOf(reach);

/** What of these powers goes beyond those of another. */
export function beyond(other: Powers, given: Powers): string[] {
  const wider = areas
    .flatMap((area): Permission[] => [`${area}.read`, `${area}.write`])
    .filter((permission) => width(reachOf(given.rights, permission)) > width(reachOf(other.rights, permission)));
  return [...wider, ...(atLeast(other.role, given.role) ? [] : [given.role]), ...(other.masked && !given.masked ? ['unmasked'] : [])];
}

/** Throws `beyond_own_rights` when somebody would give, or take over from another, rights that they do not have. */
export function requireWithin(caller: Caller, given: Powers): void {
  const more = beyond(caller, given);
  if (more.length > 0) throw new HubError('beyond_own_rights', more.join(', '));
}
