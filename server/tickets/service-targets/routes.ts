import type { ServiceTargetsView } from '../../contract/service-targets.ts';
import { sql } from '../../db/sql.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import type { Hub } from '../../hub.ts';
import { saveTargets } from './save-targets.ts';

export const serviceTargetRoutes: HandlersOf<'serviceTargets' | 'saveServiceTargets'> = {
  serviceTargets: ({ hub }) => readTargets(hub),

  async saveServiceTargets({ hub, caller, body }) {
    await saveTargets(hub, caller.id, body);
    return readTargets(hub);
  },
};

async function readTargets(hub: Hub): Promise<ServiceTargetsView> {
  const { serviceTargets } = await hub.catalog.current();
  const made = await hub.db.maybe<{ note: string; createdAt: Date; createdById: string | null; name: string | null }>(sql`
    select s.note, s.created_at, a.id as created_by_id, a.name from service_targets s left join agents a on a.id = s.created_by_id
    where s.version = ${serviceTargets.version}`);
  const { version, rules, warnShare, pausedBy } = serviceTargets;
  return {
    version,
    rules: [...rules],
    warnShare,
    pausedBy: [...pausedBy],
    note: made?.note ?? '',
    createdAt: made?.createdAt.toISOString() ?? null,
    createdBy: made?.createdById ? { id: made.createdById, name: made.name ?? '' } : null,
  };
}
