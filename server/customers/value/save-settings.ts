import { accepted, type Checked, checkDraft, problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { ValueSettings } from '../../contract/value.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { beginSweep } from './sweep-values.ts';

const known = new Set(Intl.supportedValuesOf('currency'));
const unknownCurrency = both('is no currency', '不是有效货币');

/**
 * Put a new version of the settings in force; all values are made anew in the background. Throws `invalid_settings` with
 * every place that cannot be, or `changed_meanwhile`.
 */
export async function saveSettings(hub: Hub, authorId: string, { basedOn, draft }: { basedOn: number; draft: unknown }): Promise<number> {
  const settings = accepted(checkSettings(draft));
  return hub.db.transact(async (tx) => {
    await tx.all(sql`lock table value_settings in share row exclusive mode`);
    const { inForce } = await tx.one<{ inForce: number }>(sql`select coalesce(max(version), 0) as in_force from value_settings`);
    if (inForce !== basedOn) throw new HubError('changed_meanwhile', `version ${inForce} is in force`, { version: inForce });
    const { version } = await tx.one<{ version: number }>(sql`
      insert into value_settings (settings, created_at, created_by_id) values (${json(settings)}, ${hub.clock.now()}, ${authorId}) returning version`);
    record(hub, tx, { name: 'value.settings_changed', actor: agentActor(authorId), data: { version } });
    await beginSweep(hub, tx, 'settings', version);
    return version;
  });
}

/** Whether these settings can be, or what stands in their way, by place. */
export const checkSettings = (given: unknown): Checked<ValueSettings> => checkDraft(ValueSettings, given, sense);

const sense = (draft: ValueSettings) => [
  ...(known.has(draft.currency) ? [] : [problem(['currency'], unknownCurrency)]),
  ...draft.rates.flatMap(({ currency, from }, i) => [
    ...(known.has(currency) ? [] : [problem(['rates', i, 'currency'], unknownCurrency)]),
    ...(currency === draft.currency ? [problem(['rates', i, 'currency'], both('is ours: it needs no rate', '是本位币，无需汇率'))] : []),
    ...(draft.rates.findIndex((other) => other.currency === currency && other.from === from) < i
      ? [problem(['rates', i, 'from'], both('has a rate for this day already', '这一天已有汇率'))]
      : []),
  ]),
  ...(draft.lapsedDays > draft.atRiskDays
    ? []
    : [problem(['lapsedDays'], both('must be more than the days until at risk', '必须大于流失风险天数'))]),
];
