import { checkDraft, problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { FollowUpRulesPart } from '../../contract/settings.ts';
import { json, sql } from '../../db/sql.ts';
import { definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** What is planned by itself after what happens. A rule that is not named any more has ended, with what nobody was told of. */
export const followUpRules = definePart<FollowUpRulesPart>({
  key: 'follow_up_rules',
  title: both('Follow-up rules', '回访规则'),
  tables: sql`follow_up_rules`,
  schema: FollowUpRulesPart,
  check: (given, { catalog: { tiers } }) =>
    checkDraft(FollowUpRulesPart, given, (draft) => [
      ...repeated(draft, 'id', ({ id }) => id),
      ...draft.flatMap(({ tiers: named }, i) =>
        named
          .filter((tier) => !tiers.some(({ key }) => key === tier))
          .map((tier) => problem([i, 'tiers', tier], both('there is no such tier', '没有这个等级'))),
      ),
    ]),
  async write({ hub, tx }, { after }) {
    const now = hub.clock.now();
    const ended = sql`id <> all(${after.map(({ id }) => id)}::uuid[]) and ended_at is null`;
    tx.write(sql`
      delete from follow_ups where done_at is null and reminded_at is null and rule_id in (select id from follow_up_rules where ${ended})`);
    tx.write(sql`update follow_up_rules set ended_at = ${now} where ${ended}`);
    for (const [i, { id, label, trigger, afterDays, tiers, text, purpose }] of after.entries())
      tx.write(sql`
        insert into follow_up_rules (id, label, trigger, after_days, tiers, text, purpose, created_at, swept_until)
        values (${id}, ${json(label)}, ${trigger}, ${afterDays}, ${tiers}, ${json(text)}, ${purpose}, ${new Date(now.getTime() + i)}, ${now})
        on conflict (id) do update set label = excluded.label, after_days = excluded.after_days, tiers = excluded.tiers, text = excluded.text,
          purpose = excluded.purpose, ended_at = null`);
    return [];
  },
});
