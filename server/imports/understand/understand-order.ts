import type { z } from 'zod';
import { OrderBody } from '../../contract/archive.ts';
import { readAmount, readCurrency, writeAmount } from './read-amount.ts';
import { readTime } from './read-date.ts';
import { halfWidth, type Reading, read, wrong } from './read-value.ts';
import type { RowReader, SaidOrder } from './understand-row.ts';

/** What a row says of an order; empty cells say nothing. */
export function understandOrder(row: RowReader): SaidOrder | undefined {
  const { settings } = row.plan;
  row.need('number', 'key_missing');
  for (const field of ['customer', 'placedAt', 'amount', 'status']) if (row.plan.columns.has(field)) row.need(field, 'value_missing');
  const currency =
    row.plan.columns.has('currency') && row.text('currency') ? row.take('currency', readCurrency) : (settings.currency ?? undefined);
  const amount = (field: string) =>
    // A currency that cannot be read is said once.
    !currency && row.problems.some(({ code }) => code === 'bad_currency')
      ? undefined
      : row.take(
          field,
          (text) => (currency ? readAmount(text, currency, settings.decimal) : wrong('bad_currency')),
          (minor) => `${writeAmount(minor, currency ?? '')} ${currency}`,
        );
  const time = (field: string) => row.take(field, (text) => readTime(text, settings));
  const customer = row.take('customer', plainText(200));
  const said: SaidOrder = {
    number: row.take('number', plainText(100)),
    customer: customer === undefined ? undefined : { externalId: customer },
    placedAt: time('placedAt'),
    currency: ['amount', 'cost', 'currency'].some((field) => row.text(field)) ? currency : undefined,
    amount: amount('amount'),
    cost: amount('cost'),
    status: row.take('status', plainText(40)),
    items: row.take(
      'items',
      (text) => readItems(text, currency, settings.decimal),
      (items) => String(items.length),
    ),
    returns: row.take('returns', readJson(OrderBody.shape.returns), (returns) => String(returns.length)),
    payment: payment(row, time('paidAt')),
    delivery: delivery(row, time('deliveredAt')),
  };
  return row.problems.length > 0 ? undefined : said;
}

const plainText =
  (most: number) =>
  (text: string): Reading<string> =>
    [...text].length <= most ? read(halfWidthKey(text)) : wrong('too_long');

/** Keys typed with a Chinese input method are the same keys. */
const halfWidthKey = (text: string): string => (/^[\uFF01-\uFF5E]+$/.test(text) ? halfWidth(text) : text);

function payment(row: RowReader, paidAt: string | undefined): SaidOrder['payment'] | undefined {
  const method = row.take('paymentMethod', plainText(60));
  return method === undefined ? undefined : { method, paidAt: paidAt ?? null };
}

function delivery(row: RowReader, deliveredAt: string | undefined): SaidOrder['delivery'] | undefined {
  const [carrier, tracking] = [row.take('carrier', plainText(100)), row.take('tracking', plainText(200))];
  if (carrier === undefined && tracking === undefined && deliveredAt === undefined) return undefined;
  return { carrier: carrier ?? null, tracking: tracking ?? null, deliveredAt: deliveredAt ?? null };
}

type Items = NonNullable<SaidOrder['items']>;

/** As they are exported (JSON), or by name: `Kettle x 2; Lamp`. Of those without an amount of their own it is not known. */
function readItems(text: string, currency: string | undefined, decimal: '.' | ','): Reading<Items> {
  if (text.startsWith('[')) return readJson(OrderBody.shape.items)(text);
  const items = text.split(/[;；\n]+/).filter((part) => part.trim());
  const found = items.map((part) => {
    const [, name = part, count = '1', price] = /^(.*?)(?:\s*[x×*]\s*(\d+))?(?:\s*@\s*(\S+))?$/i.exec(part.trim()) ?? [];
    const amount = price && currency ? readAmount(price, currency, decimal).value : 0;
    return { name: name.trim(), quantity: Number(count), amount: amount ?? 0 };
  });
  const checked = OrderBody.shape.items.safeParse(found);
  return checked.success ? read(checked.data) : wrong('bad_value');
}

const readJson =
  <Schema extends z.ZodType>(schema: Schema) =>
  (text: string): Reading<z.output<Schema>> => {
    try {
      const value = schema.safeParse(JSON.parse(text));
      return value.success ? read(value.data) : wrong(text.includes('"amount":-') ? 'negative_amount' : 'bad_value');
    } catch {
      return wrong('bad_value');
    }
  };
