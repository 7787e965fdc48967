import { type Explanations, type Stage, type ValueNumber, type ValueSettings, valueNumbers } from '../../contract/value.ts';
import { explainNumber, type Moment } from './explain-number.ts';
import type { Facts } from './facts.ts';
import type { FittedModel } from './fitted-model.ts';
import { openLedger } from './open-ledger.ts';
import { stageAt } from './stage-of.ts';

/** What a customer is worth as of a time, each number with what it is made of. */
export interface Worth {
  readonly asOf: number;
  readonly stage: Stage;
  /** When time alone changes the stage. */
  readonly stageUntil: number | undefined;
  readonly firstOrderAt: number | undefined;
  readonly lastOrderAt: number | undefined;
  readonly lastContactAt: number | undefined;
  readonly numbers: Explanations;
}

/**
 * The value of a customer: a function of stored facts, the recipe and a model fitted before. In which order the facts came
 * to us does not matter, and none that is later than `asOf` is used.
 */
export const worthOf = (facts: Facts, settings: ValueSettings, model: FittedModel | null, asOf: number): Worth =>
  worthAt({ ledger: openLedger(facts, settings), settings, model: model && model.asOf <= asOf ? model : null, at: asOf });

export function worthAt(moment: Moment): Worth {
  const { ledger, settings, at } = moment;
  const { stage, until } = stageAt(ledger.orders.dates, settings, at);
  const lastOrderAt = ledger.orders.last(at);
  const entries = valueNumbers.map((number) => [number, explainNumber(number, moment)] as const);
  return {
    asOf: at,
    stage,
    stageUntil: until,
    firstOrderAt: lastOrderAt === undefined ? undefined : ledger.orders.dates[0],
    lastOrderAt,
    lastContactAt: ledger.contacts.last(at),
    numbers: Object.fromEntries(entries),
  };
}

export const numberIn = ({ numbers }: Pick<Worth, 'numbers'>, number: ValueNumber): number | null => numbers[number]?.value ?? null;
