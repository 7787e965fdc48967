import type { Database } from '../../server/db/database.ts';
import { sql } from '../../server/db/sql.ts';

/** A customer whom a visitor of the demo can be. */
export interface DemoPerson {
  id: string;
  name: string;
  tier: string;
  language: string;
  phone: string | null;
  email: string | null;
  /** Our own key for them; a chat visitor signs in with it. */
  customerId: string | null;
}

/** The customers of the demo as they are now, the most valued first. */
export const demoDirectory = (db: Pick<Database, 'all'>): Promise<DemoPerson[]> =>
  db.all<DemoPerson>(sql`
    select c.id, c.name, c.tier, coalesce(c.language, 'en') as language, c.external_id as customer_id,
      min(p.value) filter (where p.kind = 'phone') as phone, min(p.value) filter (where p.kind = 'email') as email
    from customers c join tiers t on t.key = c.tier
    left join contact_point_links l on l.customer_id = c.id and l.ended_at is null and l.evidence <> 'claimed'
    left join contact_points p on p.id = l.contact_point_id
    where c.merged_into_id is null and c.external_id is not null and c.name is not null
    group by c.id, t.rank order by t.rank desc, c.external_id`);
