import { channels } from '../../contract/statuses.ts';
import { type CsvSource, numberIn, RowError, readCsv, secondsIn } from '../../csv/read-csv.ts';
import type { Arrivals, Need } from './arrivals.ts';
import { type Arrival, collectArrivals } from './collect-arrivals.ts';

export const arrivalsHeader = ['id', 'at', 'queue', 'tier', 'channel', 'handleSeconds', 'patienceSeconds', 'skills'] as const;

/**
 * Recorded arrivals, in the order of the rows. `admit` sees each different need once and may refuse it with a `RowError`. Throws
 * `InputError` with the line of the first row that is not as it must be.
 */
export async function readArrivals(from: CsvSource, admit?: (need: Need) => void): Promise<Arrivals> {
  const collected = collectArrivals(admit);
  const ids = new Set<string>();
  await readCsv(from, { columns: arrivalsHeader }, (fields) => {
    const arrival = arrivalIn(fields);
    if (ids.size === ids.add(arrival.id).size) throw new RowError(`id: ${JSON.stringify(arrival.id)} stands in the file twice`);
    collected.add(arrival);
  });
  return collected.arrivals();
}

function arrivalIn([
  id = '',
  at = '',
  queue = '',
  tier = '',
  channel = '',
  handle = '',
  patience = '',
  skills = '',
]: readonly string[]): Arrival {
  if (id === '') throw new RowError('id: must not be empty');
  return {
    id,
    at: numberIn(at, 'at'),
    need: { queueId: nameIn(queue, 'queue'), tier: nameIn(tier, 'tier'), channel: channelIn(channel), skills: skillsIn(skills) },
    handle: secondsIn(handle, 'handleSeconds'),
    patience: patience.trim() === '' ? Infinity : secondsIn(patience, 'patienceSeconds'),
  };
}

function nameIn(field: string, column: string): string {
  if (field === '') throw new RowError(`${column}: must not be empty`);
  if (field in {}) throw new RowError(`${column}: ${JSON.stringify(field)} cannot be a name`);
  return field;
}

function channelIn(field: string): Need['channel'] {
  const channel = channels.find((known) => known === field);
  if (!channel) throw new RowError(`channel: ${JSON.stringify(field)} must be one of ${channels.join(', ')}`);
  return channel;
}

/** `zh:2;billing:1` */
function skillsIn(field: string): Need['skills'] {
  if (field === '') return {};
  return Object.fromEntries(
    field.split(';').map((part) => {
      const [, skill, level] = /^\s*(.+?)\s*:\s*(\d{1,9})\s*$/.exec(part) ?? [];
      if (skill === undefined) throw new RowError(`skills: ${JSON.stringify(part)} is not a skill and its level, such as zh:2`);
      return [nameIn(skill, 'skills'), Number(level)];
    }),
  );
}
