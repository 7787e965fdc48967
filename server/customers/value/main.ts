import { parseArgs } from 'node:util';
import { InputError, oneLine } from '../../csv/input-error.ts';
import { fitPurchases } from './fit-purchases.ts';
import { fitSpend } from './fit-spend.ts';
import { readSummary } from './read-summary.ts';
import { dayOf, summariseOrders } from './summarise-orders.ts';
import type { Summary } from './summary.ts';
import { valueCustomers } from './value-customers.ts';
import { writeOutlook } from './write-outlook.ts';

const usage = `Usage: npm run -s value -- (--summary FILE.csv | --orders FILE.csv --until DATE) --horizon WEEKS --out OUT.csv [--discount RATE]

What customers will buy and be worth: BG/NBD for purchases, Gamma-Gamma for what they spend. Prints the fitted models as
one JSON object and writes customer,expectedPurchases,probabilityAlive,expectedSpend,lifetimeValue.

  --summary FILE.csv   customer,frequency,recency,age and perhaps meanSpend; weeks, repeat purchases only
  --orders FILE.csv    customer,date,amount; orders of one day are one purchase, those after --until are not looked at
  --until DATE         the day the orders are summarised for, such as 2026-11-22
  --horizon WEEKS      how far to look ahead
  --out OUT.csv        where the customers are written
  --discount RATE      by how much money is worth less a year later, such as 0.1 (default 0)`;

try {
  const { help, ...options } = read();
  if (help) console.log(usage);
  else await value(options);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function value(options: Omit<ReturnType<typeof read>, 'help'>): Promise<void> {
  const terms = { horizon: numberOf(options, 'horizon'), discount: numberOf(options, 'discount') };
  if (terms.horizon === 0) throw new InputError('--horizon', 'must be greater than 0');
  const out = options.out ?? missing('out');
  const summary = await summaryOf(options);
  if (!summary.frequency.some((x) => x > 0)) throw new InputError('customers', 'nobody came back: there is nothing to learn from');
  const purchases = fitPurchases(summary);
  const spend = fitSpend(summary);
  await writeOutlook(out, valueCustomers(summary, purchases, spend, terms));
  const { r, alpha, a, b, logLikelihood } = purchases;
  console.log(JSON.stringify({ r, alpha, a, b, logLikelihood, spend }));
}

async function summaryOf({ summary, orders, until }: { summary?: string; orders?: string; until?: string }): Promise<Summary> {
  if ((summary === undefined) === (orders === undefined))
    throw new InputError('options', 'give either --summary or --orders; --help tells more');
  if (summary !== undefined) return readSummary(summary);
  const day = dayOf(until ?? missing('until'));
  if (day === undefined) throw new InputError('--until', `${JSON.stringify(until)} is not a date such as 2026-11-22`);
  return summariseOrders(orders ?? '', day);
}

function numberOf(options: { horizon?: string; discount: string }, name: 'horizon' | 'discount'): number {
  const text = options[name] ?? missing(name);
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number < Infinity)) throw new InputError(`--${name}`, 'must be a number of at least 0');
  return number;
}

function missing(option: string): never {
  throw new InputError(`--${option}`, 'is missing; --help tells more');
}

function read() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      options: {
        summary: text,
        orders: text,
        until: text,
        horizon: text,
        out: text,
        discount: { ...text, default: '0' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new InputError('options', `${error instanceof Error ? oneLine(error.message) : error}; --help tells more`);
  }
}
