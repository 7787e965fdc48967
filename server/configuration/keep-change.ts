import { v7 as uuid } from 'uuid';
import type { EventName } from '../contract/events.ts';
import { type ChangeCause, changeCauses, type PartKey, partKeys } from '../contract/settings.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { contents } from './contents.ts';

export interface Author {
  readonly kind: string;
  readonly id: string | null;
  readonly at: Date;
  readonly cause: ChangeCause;
  readonly batchId?: string | null;
}

/** Which part an event says is different now; `configuration.changed` names it itself. */
const partOfEvent: { readonly [Name in EventName]?: PartKey } = {
  'policy.changed': 'policy',
  'calendar.changed': 'calendars',
  'queue.rules_changed': 'queues',
  'queue.overflow_changed': 'queues',
  'custom_field.changed': 'customer_fields',
  'field_freshness.changed': 'customer_fields',
  'match_rules.changed': 'match_rules',
  'ticket_field.changed': 'ticket_fields',
  'ticket_taxonomy.changed': 'ticket_taxonomy',
  'macro.saved': 'macros',
  'role.changed': 'roles',
  'person.changed': 'people',
  'service_targets.changed': 'service_targets',
  'tier_rules.changed': 'tier_rules',
  'value.settings_changed': 'value',
  'follow_up_rule.saved': 'follow_up_rules',
  'retention.changed': 'retention',
};

/** A part changed, by whichever verb: the last thing before the commit is to write down what it was and is now. */
export function keepHistory(tx: Tx, { name, data, author }: { name: EventName; data: object; author: Omit<Author, 'cause'> }): void {
  const named = name === 'configuration.changed' && 'part' in data ? partKeys.find((key) => key === data.part) : undefined;
  const part = named ?? partOfEvent[name];
  // Whoever a file brings or changes is told of once, with the file.
  if (!part || ('how' in data && data.how === 'imported')) return;
  const cause = ('cause' in data && changeCauses.find((one) => one === data.cause)) || 'saved';
  const batchId = 'batchId' in data && typeof data.batchId === 'string' ? data.batchId : null;
  tx.beforeCommit(() => keepChange(tx, part, { ...author, cause, batchId }));
}

/** Write down what a part was and is now, whoever changed it; nothing when it is as it was. */
export function keepChange(tx: Tx, part: PartKey, { kind, id, at, cause, batchId = null }: Author): void {
  // The lock must be a statement of its own: one that waits for it still sees the part as it was before.
  tx.write(sql`insert into configuration_states (part, content) values (${part}, null) on conflict do nothing`);
  tx.write(sql`select 1 from configuration_states where part = ${part} for update`);
  tx.write(sql`
    with now as (select ${contents[part]} as content),
    was as (select content from configuration_states where part = ${part}),
    kept as (
      insert into configuration_changes (id, part, at, actor_kind, actor_id, cause, batch_id, before, after)
      select ${uuid()}, ${part}, ${at}, ${kind}, ${id}, ${cause}, ${batchId}, was.content, now.content from now, was
      where was.content is distinct from now.content)
    update configuration_states set content = now.content from now where part = ${part}`);
}
