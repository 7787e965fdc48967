import { type Sql, sql } from '../db/sql.ts';
import { byCustomer, type Place } from './place.ts';

const theirImports = (records: readonly string[]): Sql => sql`select import_id from import_rows where ${theirRows(records)}`;
const theirRows = (records: readonly string[]): Sql => sql`(subject_id = any(${[...records]}::uuid[])
  or subject_id in (select id from orders where ${byCustomer(records)}))`;

/** What they bought, how we reached them and how they judged us: amounts and counts stay for the accounts, words go. */
export const tradePlaces: readonly Place[] = [
  {
    table: 'orders',
    kind: 'orders',
    whose: byCustomer,
    erasing: {
      delivery: `delivery || '{"tracking": null}'`,
      returns: `coalesce((select jsonb_agg(r || '{"reason": ""}' order by n) from jsonb_array_elements(returns) with ordinality as x (r, n)), '[]')`,
    },
    kept: ['id', 'customer_id', 'number', 'placed_at', 'currency', 'amount', 'cost', 'status', 'items', 'payment', 'updated_at'],
  },
  {
    table: 'order_returns',
    kind: 'orders',
    whose: byCustomer,
    erasing: {},
    kept: ['id', 'order_id', 'position', 'customer_id', 'at'],
    derived: true,
  },
  {
    table: 'touches',
    kind: 'campaigns',
    whose: byCustomer,
    // The sender's key may be an address.
    erasing: { external_id: "'erased:' || id" },
    kept: ['id', 'campaign_id', 'customer_id', 'channel', 'at', 'cost', 'response', 'responded_at'],
  },
  {
    table: 'ratings',
    kind: 'ratings',
    whose: byCustomer,
    erasing: { comment: "''", external_id: "'erased:' || id" },
    kept: ['id', 'customer_id', 'ticket_id', 'agent_id', 'score', 'at'],
  },
  { table: 'page_visits', kind: 'page_visits', whose: byCustomer, erasing: 'delete' },
  {
    table: 'consents',
    kind: 'consents',
    whose: byCustomer,
    // That they agreed or withdrew, and when, is what we would have to show.
    erasing: { proof: "jsonb_build_object('kind', proof -> 'kind')", contact_point_id: 'null' },
    kept: ['id', 'customer_id', 'channel', 'purpose', 'state', 'at', 'by_agent_id', 'recorded_at'],
  },
  { table: 'customer_values', kind: 'estimates', whose: byCustomer, erasing: 'delete' },
  { table: 'values_due', kind: 'estimates', whose: byCustomer, erasing: 'delete', derived: true },
  {
    table: 'tier_overrides',
    kind: 'tiers',
    whose: byCustomer,
    erasing: { reason: "''" },
    kept: ['id', 'customer_id', 'tier', 'by_agent_id', 'created_at', 'until', 'ended_at', 'ended_by_id'],
  },
  {
    table: 'tier_changes',
    kind: 'tiers',
    whose: byCustomer,
    erasing: { reason: "''" },
    kept: ['id', 'customer_id', 'from_tier', 'to_tier', 'cause', 'rules_version', 'by_agent_id', 'at'],
  },
  {
    table: 'opportunities',
    kind: 'sales',
    whose: byCustomer,
    erasing: { title: "''", next_step: "''", lost_reason: 'null' },
    kept: [
      ...['id', 'customer_id', 'stage', 'amount', 'currency', 'owner_id', 'next_step_at', 'reminded_at'],
      ...['created_at', 'updated_at', 'closed_at'],
    ],
  },
  { table: 'follow_ups', kind: 'sales', whose: byCustomer, erasing: 'delete' },
  {
    table: 'import_parts',
    kind: 'imports',
    // A file of many cannot be handed out to one of them; what was read from it of them is in its rows.
    whose: (records) => sql`import_id in (${theirImports(records)})`,
    erasing: 'delete',
    derived: true,
  },
  { table: 'import_rows', kind: 'imports', whose: theirRows, erasing: 'delete' },
];
