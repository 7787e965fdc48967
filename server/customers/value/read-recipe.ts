import type { TierRulesDraft } from '../../contract/tier-rules.ts';
import type { ValueSettings } from '../../contract/value.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { FittedModel } from './fitted-model.ts';
import { shippedSettings } from './shipped-settings.ts';

/** All that values and tiers are made by, besides the facts of a customer. */
export interface Recipe {
  readonly settings: ValueSettings;
  readonly rules: { readonly version: number; readonly rules: TierRulesDraft } | null;
  /** Fitted models, the oldest first. */
  readonly models: readonly FittedModel[];
  /** Keys of all tiers, the lowest first. */
  readonly levels: readonly string[];
}

/** As it is in force now. Every fitted model belongs to it: the past is valued by the model of its time. */
export async function readRecipe(db: Reader): Promise<Recipe> {
  const [found, models] = await Promise.all([
    db.one<Pick<Recipe, 'settings' | 'rules' | 'levels'> & { settings: ValueSettings | null }>(sql`
      select (select settings from value_settings order by version desc limit 1) as settings,
        (select jsonb_build_object('version', version, 'rules', rules) from tier_rules order by version desc limit 1) as rules,
        array(select key from tiers order by rank) as levels`),
    readModels(db),
  ]);
  return { ...found, settings: found.settings ?? shippedSettings, models };
}

interface StoredModel {
  readonly id: string;
  readonly asOf: Date;
  readonly parameters: FittedModel['purchases'] & Pick<FittedModel, 'spend' | 'population'>;
}

let known: { newest: string | null; models: readonly FittedModel[] } = { newest: null, models: [] };

/** Years of nightly models are not read again for every order: only when there is another newest one. */
async function readModels(db: Reader): Promise<readonly FittedModel[]> {
  const { newest } = await db.one<{ newest: string | null }>(
    sql`select (select id from value_models where state = 'done' order by ended_at desc, id desc limit 1) as newest`,
  );
  if (newest === null) return [];
  if (newest !== known.newest) {
    const rows = await db.all<StoredModel>(sql`select id, as_of, parameters from value_models where state = 'done' order by as_of, id`);
    known = { newest, models: rows.map(fitted) };
  }
  return known.models;
}

const fitted = ({ id, asOf, parameters: { spend, population, ...purchases } }: StoredModel): FittedModel => ({
  id,
  asOf: asOf.getTime(),
  purchases,
  spend,
  population,
});
