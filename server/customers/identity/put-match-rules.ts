import type { MatchRules } from '../../contract/identity.ts';
import { json, sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** How strongly signs that two records are one count from now on; the same again changes nothing. */
export async function putMatchRules(hub: Hub, authorId: string, rules: MatchRules): Promise<void> {
  const rows = Object.entries(rules).map(([rule, strength]) => ({ rule, strength }));
  await hub.db.transact(async (tx) => {
    const changed = await tx.all<{ rule: string }>(sql`
      insert into match_rules as r (rule, strength) select rule, strength from json_to_recordset(${json(rows)}) as (rule text, strength text)
      on conflict (rule) do update set strength = excluded.strength where r.strength <> excluded.strength returning rule`);
    if (changed.length === 0) return;
    record(hub, tx, { name: 'match_rules.changed', actor: agentActor(authorId), data: { rules: changed.map(({ rule }) => rule) } });
    tx.afterCommit(() => hub.catalog.forget());
  });
}
