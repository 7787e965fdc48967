import { maySeeTicket, type Viewer } from '../../auth/permissions.ts';
import { type Sql, sql } from '../../db/sql.ts';

/** Whose tickets somebody's lists hold, as the condition `maySeeTicket` and as what an index can begin with. */
export interface Scope {
  readonly condition: Sql;
  /** All of them, or only this person's own, or these queues' and this person's own. */
  readonly reach: 'all' | 'own' | 'team';
  readonly queueIds: readonly string[];
}

export const scopeOf = (viewer: Viewer): Scope => ({
  condition: maySeeTicket(viewer, sql`t`),
  reach: viewer.reach === 'none' ? 'own' : viewer.reach,
  queueIds: viewer.queueIds,
});
