import { type Row, readRows } from './read-rows.ts';
import type { Summary } from './summary.ts';

const columns = ['customer', 'frequency', 'recency', 'age'];

/** A summary as it lies in a file; what cannot be true of a customer is refused with its line. */
export async function readSummary(file: string): Promise<Summary> {
  const seen = new Set<string>();
  const values: Record<'frequency' | 'recency' | 'age' | 'meanSpend', number[]> = { frequency: [], recency: [], age: [], meanSpend: [] };
  let withSpend = false;
  await readRows(file, columns, ['meanSpend'], (row, header) => {
    const customer = row.text('customer');
    if (customer === '' || seen.has(customer))
      row.refuse('customer', customer === '' ? 'is empty' : `${JSON.stringify(customer)} is there twice`);
    seen.add(customer);
    withSpend = header.includes('meanSpend');
    take(row, values, withSpend);
  });
  const column = (name: keyof typeof values) => Float64Array.from(values[name]);
  const summary = { customers: [...seen], frequency: column('frequency'), recency: column('recency'), age: column('age') };
  return withSpend ? { ...summary, meanSpend: column('meanSpend') } : summary;
}

function take(row: Row, values: Record<'frequency' | 'recency' | 'age' | 'meanSpend', number[]>, withSpend: boolean): void {
  const [frequency, recency, age] = [row.amount('frequency'), row.amount('recency'), row.amount('age')];
  if (!Number.isInteger(frequency)) row.refuse('frequency', 'must be a whole number');
  if (recency > age) row.refuse('recency', 'must not be greater than age');
  if (frequency === 0 && recency > 0) row.refuse('recency', 'must be 0 without a repeat purchase');
  values.frequency.push(frequency);
  values.recency.push(recency);
  values.age.push(age);
  if (withSpend) values.meanSpend.push(row.text('meanSpend').trim() === '' && frequency === 0 ? 0 : row.amount('meanSpend'));
}
