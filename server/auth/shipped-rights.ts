import type { Rights } from '../contract/permissions.ts';
import type { Role } from '../contract/statuses.ts';

const nothing = { read: 'none', write: 'none' } as const;
const team = { read: 'team', write: 'team' } as const;
const all = { read: 'all', write: 'all' } as const;
const teamReads = { read: 'team', write: 'none' } as const;
const allReads = { read: 'all', write: 'none' } as const;

const agent: Rights = {
  tickets: team,
  customers: team,
  identity: nothing,
  trade: teamReads,
  value: nothing,
  care: team,
  queues: nothing,
  planning: nothing,
  intake: nothing,
  imports: nothing,
  exports: teamReads,
  settings: nothing,
  people: nothing,
  privacy: nothing,
  webhooks: nothing,
};

/** Serves customers, steers the work, reads every setting. */
const supervisor: Rights = {
  ...{ tickets: all, customers: all, identity: all, trade: all, value: all, care: all },
  ...{ queues: all, planning: all, intake: all, imports: all, exports: allReads },
  ...{ settings: allReads, people: allReads, privacy: allReads, webhooks: nothing },
};

/** Reads everything that supervisors read and changes nothing but plans and lists of their own. */
const manager: Rights = {
  ...{ tickets: allReads, customers: allReads, identity: allReads, trade: allReads, value: allReads, care: allReads },
  ...{ queues: allReads, planning: all, intake: allReads, imports: allReads, exports: allReads },
  ...{ settings: allReads, people: allReads, privacy: allReads, webhooks: nothing },
};

const admin: Rights = { ...supervisor, settings: all, people: all, privacy: all, webhooks: all };

/** What the roles that come with Touchline may do; roles of one’s own say it for themselves. */
export const shippedRights: Record<Role, Rights> = { agent, supervisor, manager, admin };
