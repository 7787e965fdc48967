import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../../csv/input-error.ts';
import type { Outlook } from './value-customers.ts';

/** One row a customer; numbers are the shortest decimals that read back the same, what is not known is empty. */
export async function writeOutlook(file: string, outlooks: Iterable<Outlook>): Promise<void> {
  try {
    await pipeline(Readable.from(chunks(outlooks)), createWriteStream(file));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new InputError('--out', `cannot be written (${error.message})`);
    throw error;
  }
}

const ROWS_A_CHUNK = 2000;

function* chunks(outlooks: Iterable<Outlook>): Generator<string> {
  let rows = ['customer,expectedPurchases,probabilityAlive,expectedSpend,lifetimeValue'];
  for (const { customer, ...figures } of outlooks) {
    const { expectedPurchases, probabilityAlive, expectedSpend, lifetimeValue } = figures;
    rows.push([quoted(customer), expectedPurchases, probabilityAlive, expectedSpend ?? '', lifetimeValue ?? ''].join());
    if (rows.length < ROWS_A_CHUNK) continue;
    yield `${rows.join('\n')}\n`;
    rows = [];
  }
  if (rows.length > 0) yield `${rows.join('\n')}\n`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
