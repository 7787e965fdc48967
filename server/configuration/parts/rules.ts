import type { z } from 'zod';
import { refreshAllRooms } from '../../agents/refresh-room.ts';
import { checkDraft } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { MatchRules } from '../../contract/identity.ts';
import { PolicyDraft } from '../../contract/routing-rules.ts';
import { ServiceTargetsDraft } from '../../contract/service-targets.ts';
import { RetentionRules } from '../../contract/settings.ts';
import { TierRulesDraft } from '../../contract/tier-rules.ts';
import { ValueSettings } from '../../contract/value.ts';
import { checkRules } from '../../customers/tiers/check-rules.ts';
import { checkSettings } from '../../customers/value/save-settings.ts';
import { beginSweep } from '../../customers/value/sweep-values.ts';
import { json, sql } from '../../db/sql.ts';
import { planNight } from '../../privacy/plan-night.ts';
import { checkPolicy } from '../../routing/policies/validate-policy.ts';
import { checkTargets } from '../../tickets/service-targets/check-targets.ts';
import { definePart } from '../part.ts';

/** Rules with pages and verbs of their own: here as wholes, for the history and for files. A new version is put in force. */
export const policy = definePart<PolicyDraft>({
  key: 'policy',
  title: both('Routing policy', '路由策略'),
  tables: sql`policies`,
  schema: PolicyDraft,
  check: (given, { catalog }) => checkPolicy(catalog, given),
  async write({ hub, tx, caller }, { after: { preset, promises, queuePromises, lines, bars, note } }) {
    tx.write(sql`
      insert into policies (preset, promises, queue_promises, lines, bars, note, created_at, created_by_id)
      values (${preset}, ${json(promises)}, ${json(queuePromises)}, ${json(lines)}, ${json(bars)}, ${note}, ${hub.clock.now()}, ${caller.id})`);
    refreshAllRooms(tx);
    return [];
  },
});

export const serviceTargets = definePart<ServiceTargetsDraft>({
  key: 'service_targets',
  title: both('Service targets', '服务时限'),
  tables: sql`service_targets`,
  schema: ServiceTargetsDraft,
  check: (given, { catalog }) => checkTargets(catalog, given),
  async write({ hub, tx, caller }, { after: { rules, warnShare, pausedBy, note } }) {
    tx.write(sql`
      insert into service_targets (rules, warn_share, paused_by, note, created_at, created_by_id)
      values (${json(rules)}, ${warnShare}, ${pausedBy}, ${note}, ${hub.clock.now()}, ${caller.id})`);
    return [];
  },
});

export const tierRules = definePart<TierRulesDraft>({
  key: 'tier_rules',
  title: both('Tier rules', '等级规则'),
  tables: sql`tier_rules`,
  schema: TierRulesDraft,
  check: (given, { catalog }) => checkRules(catalog, given),
  async write({ hub, tx, caller }, { after }) {
    const { version } = await tx.one<{ version: number }>(sql`
      insert into tier_rules (rules, note, created_at, created_by_id) values (${json(after)}, ${after.note}, ${hub.clock.now()}, ${caller.id}) returning version`);
    await beginSweep(hub, tx, 'rules', version);
    return [];
  },
});

export const value = definePart<ValueSettings>({
  key: 'value',
  title: both('Customer value', '客户价值'),
  tables: sql`value_settings`,
  schema: ValueSettings,
  check: checkSettings,
  async write({ hub, tx, caller }, { after }) {
    const { version } = await tx.one<{ version: number }>(sql`
      insert into value_settings (settings, created_at, created_by_id) values (${json(after)}, ${hub.clock.now()}, ${caller.id}) returning version`);
    await beginSweep(hub, tx, 'settings', version);
    return [];
  },
});

const SomeMatchRules = MatchRules.partial();

type SomeMatchRules = z.infer<typeof SomeMatchRules>;

export const matchRules = definePart<SomeMatchRules>({
  key: 'match_rules',
  title: both('Finding duplicates', '查找重复客户'),
  tables: sql`match_rules`,
  schema: SomeMatchRules,
  check: (given) => checkDraft(SomeMatchRules, given, () => []),
  async write({ tx }, { after }) {
    tx.write(sql`delete from match_rules`);
    tx.write(sql`insert into match_rules (rule, strength) select key, value from jsonb_each_text(${json(after)})`);
    return [];
  },
});

export const retention = definePart<RetentionRules>({
  key: 'retention',
  area: 'privacy',
  title: both('How long data is kept', '数据保留期限'),
  tables: sql`retention_rules`,
  schema: RetentionRules,
  check: (given) => checkDraft(RetentionRules, given, () => []),
  async effects(_, { before, after }) {
    const sooner = Object.entries(after).filter(
      ([kind, days]) => (Object.entries(before ?? {}).find(([one]) => one === kind)?.[1] ?? Infinity) > days,
    );
    return sooner.length === 0
      ? []
      : [
          {
            weight: 'warning',
            words: both('The next night deletes what is older. That cannot be undone.', '下一个夜间任务会删除超期数据，无法恢复。'),
          },
        ];
  },
  async write({ hub, tx, caller }, { after }) {
    tx.write(sql`delete from retention_rules where kind <> all(${Object.keys(after)})`);
    tx.write(sql`
      insert into retention_rules as r (kind, days, by_agent_id, updated_at)
      select key, value::int, ${caller.id}, ${hub.clock.now()} from jsonb_each_text(${json(after)})
      on conflict (kind) do update set days = excluded.days, by_agent_id = excluded.by_agent_id, updated_at = excluded.updated_at where r.days <> excluded.days`);
    planNight(tx, hub.clock.now());
    return [];
  },
});
