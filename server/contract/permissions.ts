/** What a right is about. Adding an area here makes the compiler list every place that must know it. */
export const areas = [
  'tickets',
  'customers',
  'identity',
  'trade',
  'value',
  'care',
  'queues',
  'planning',
  'intake',
  'imports',
  'exports',
  'settings',
  'people',
  'privacy',
  'webhooks',
] as const;
export type Area = (typeof areas)[number];

export type Act = 'read' | 'write';
export type Permission = `${Area}.${Act}`;

/** What an endpoint asks of its caller: `everyone` needs no session, `self` is any person’s own things. */
export type Access = 'everyone' | 'self' | Permission;

/** Whose rows: mine (assigned to me or in my hands), those of my queues, all. */
export const reaches = ['none', 'own', 'team', 'all'] as const;
export type Reach = (typeof reaches)[number];

export type Rights = Readonly<Record<Area, Readonly<Record<Act, Reach>>>>;

const isArea = (word: string): word is Area => areas.some((area) => area === word);

/** How far these rights reach for an act. */
export function reachOf(rights: Rights, permission: Permission): Reach {
  const [area = '', act] = permission.split('.');
  if (!isArea(area)) return 'none';
  // A role that was made before there was this area says nothing of it.
  const right: Rights[Area] | undefined = rights[area];
  return right?.[act === 'write' ? 'write' : 'read'] ?? 'none';
}

/** Whether these rights allow an act at all; on which rows is a question of their reach. */
export const allows = (rights: Rights, permission: Permission): boolean => reachOf(rights, permission) !== 'none';

/** The right to read of what a right is about. */
export function readingOf(permission: Permission): Permission {
  const [area = ''] = permission.split('.');
  return isArea(area) ? `${area}.read` : permission;
}

/** What has rows of somebody's own, and of a team: what hangs on customers. */
const byRows = new Set<Permission>([
  ...(['tickets.read', 'tickets.write', 'customers.read', 'customers.write', 'care.read', 'care.write'] as const),
  ...(['trade.read', 'exports.read'] as const),
]);

/** Whether a right is given for everything or not at all. */
export const isWholeOnly = (permission: Permission): boolean => !byRows.has(permission);

/** Areas in which nothing can be changed. */
export const isReadOnly = (area: Area): boolean => area === 'exports';
