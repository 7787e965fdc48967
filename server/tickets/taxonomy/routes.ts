import type { TaxonomyView } from '../../contract/ticket-taxonomy.ts';
import { sql } from '../../db/sql.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import type { Hub } from '../../hub.ts';
import { saveTaxonomy } from './save-taxonomy.ts';

export const taxonomyRoutes: HandlersOf<'ticketTaxonomy' | 'saveTicketTaxonomy'> = {
  ticketTaxonomy: ({ hub }) => readTaxonomy(hub),

  async saveTicketTaxonomy({ hub, caller, body }) {
    await saveTaxonomy(hub, caller.id, body);
    return readTaxonomy(hub);
  },
};

async function readTaxonomy(hub: Hub): Promise<TaxonomyView> {
  const { version, kinds, categories, rootCauses } = (await hub.catalog.current()).taxonomy;
  const made = await hub.db.maybe<{ note: string; createdAt: Date; createdById: string | null; name: string | null }>(sql`
    select x.note, x.created_at, a.id as created_by_id, a.name from ticket_taxonomies x left join agents a on a.id = x.created_by_id
    where x.version = ${version}`);
  return {
    ...{ version, kinds, categories, rootCauses },
    note: made?.note ?? '',
    createdAt: made?.createdAt.toISOString() ?? null,
    createdBy: made?.createdById ? { id: made.createdById, name: made.name ?? '' } : null,
  };
}
