import type { ConsentView } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { newestOf, type Page } from '../page-of.ts';

/** Every statement of all records that are this customer, newest first, one more than a page. */
export const readConsents = (db: Reader, customerId: string, page: Page): Promise<ConsentView[]> =>
  read(db, customerId, newestOf(sql`consents`, customerId, page));

/** The newest of each channel and purpose. */
export const readStanding = (db: Reader, customerId: string): Promise<ConsentView[]> =>
  read(
    db,
    customerId,
    sql`(select distinct on (purpose, channel) * from consents where customer_id in (select customer_family(${customerId}))
      order by purpose, channel, at desc, state desc, id desc)`,
  );

interface Row extends Pick<ConsentView, 'id' | 'channel' | 'purpose' | 'state' | 'address' | 'proof' | 'counts'> {
  at: Date;
  recordedAt: Date;
  agentId: string | null;
  agentName: string | null;
}

async function read(db: Reader, customerId: string, source: Sql): Promise<ConsentView[]> {
  const rows = await db.all<Row>(sql`
    select c.id, c.channel::text, c.purpose, c.state, c.at, c.proof, c.recorded_at, p.value as address, a.id as agent_id, a.name as agent_name,
      not exists (
        select from consents newer where newer.customer_id in (select customer_family(${customerId})) and newer.channel = c.channel
          and newer.purpose = c.purpose and (newer.at, newer.state, newer.id) > (c.at, c.state, c.id)) as counts
    from ${source} c left join contact_points p on p.id = c.contact_point_id left join agents a on a.id = c.by_agent_id
    order by c.at desc, c.id desc`);
  return rows.map(({ at, recordedAt, agentId, agentName, ...consent }) => ({
    ...consent,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    by: agentId ? { id: agentId, name: agentName ?? '' } : null,
  }));
}
