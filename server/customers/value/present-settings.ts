import type { ValueModelView, ValueSettings, ValueSettingsView, ValueSweepView } from '../../contract/value.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { converter } from './convert-amount.ts';
import { shippedSettings } from './shipped-settings.ts';

/** The settings in force, the newest models and how far the last run through all customers is. */
export async function presentSettings(db: Reader): Promise<ValueSettingsView> {
  const found = await db.maybe<{ version: number; settings: ValueSettings; createdAt: Date; createdBy: string | null }>(sql`
    select s.version, s.settings, s.created_at, a.name as created_by from value_settings s left join agents a on a.id = s.created_by_id order by s.version desc limit 1`);
  const settings = found?.settings ?? shippedSettings;
  return {
    version: found?.version ?? 0,
    settings,
    createdAt: found?.createdAt.toISOString() ?? null,
    createdBy: found?.createdBy ?? null,
    models: await readModels(db),
    sweep: await readSweep(db),
    unknownCurrencies: await unknownCurrencies(db, settings),
  };
}

type Timed<View> = { [Key in keyof View]: View[Key] };

async function readModels(db: Reader): Promise<ValueModelView[]> {
  const rows = await db.all<
    Omit<Timed<ValueModelView>, 'asOf' | 'requestedAt' | 'endedAt'> & { asOf: Date; requestedAt: Date; endedAt: Date | null }
  >(sql`
    select id, as_of, state, requested_at, ended_at, customers, parameters - 'population' as parameters, error from value_models order by as_of desc, id desc limit 10`);
  return rows.map(({ asOf, requestedAt, endedAt, ...model }) => ({
    ...model,
    asOf: asOf.toISOString(),
    requestedAt: requestedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

/** The newest run in which all values were made anew. */
export async function readSweep(db: Reader): Promise<ValueSweepView | null> {
  const sweep = await db.maybe<{
    id: string;
    cause: 'rules' | 'settings' | 'model';
    startedAt: Date;
    done: number;
    total: number;
    endedAt: Date | null;
  }>(sql`select id, cause, started_at, done, total, ended_at from value_sweeps order by started_at desc, id desc limit 1`);
  return sweep ? { ...sweep, startedAt: sweep.startedAt.toISOString(), endedAt: sweep.endedAt?.toISOString() ?? null } : null;
}

/** Each currency is found by its first order, not by reading all of them. */
async function unknownCurrencies(db: Reader, settings: ValueSettings): Promise<string[]> {
  const rows = await db.all<{ currency: string; firstAt: Date }>(sql`
    select currency, min(placed_at) as first_at from (select currency, placed_at from orders order by id desc limit 100000) recent group by currency order by currency`);
  const convert = converter(settings);
  return rows.filter(({ currency, firstAt }) => convert(1, currency, firstAt.getTime()) === undefined).map(({ currency }) => currency);
}
