import type { TicketSort } from '../../../server/contract/ticket-list.ts';

type SortName = TicketSort extends `${infer Name}.${string}` ? Name : never;

/** Built-in columns of the list, with their width as a grid track; number and subject are always there. */
export const columnTracks = {
  due: 'minmax(68px, 0.6fr)',
  status: 'minmax(92px, 0.8fr)',
  customer: 'minmax(136px, 1.7fr)',
  channels: '64px',
  kind: 'minmax(96px, 0.9fr)',
  category: 'minmax(110px, 1.3fr)',
  rootCause: 'minmax(110px, 1.1fr)',
  queue: 'minmax(80px, 0.8fr)',
  assignee: 'minmax(92px, 1fr)',
  created: 'minmax(92px, 0.8fr)',
  updated: 'minmax(92px, 0.8fr)',
} as const;
export type ColumnName = keyof typeof columnTracks;

export const shippedColumns: readonly ColumnName[] = ['due', 'status', 'customer', 'channels', 'queue', 'assignee', 'updated'];

/** Columns by which the list can be sorted. */
export const sortOf: Partial<Record<string, SortName>> = { due: 'due', created: 'created', updated: 'updated' };

export const isColumn = (name: string): name is ColumnName => name in columnTracks;

/** The same grid for head and rows. */
export const trackList = (columns: readonly string[]): string =>
  ['28px', '56px', 'minmax(200px, 3fr)', ...columns.map((name) => (isColumn(name) ? columnTracks[name] : 'minmax(96px, 1fr)'))].join(' ');

/** Check mark, number, subject and the space at the sides (pixels). */
const FIXED = 28 + 56 + 200 + 3 * 12 + 32;
const GAP = 12;

/** Of the chosen columns those that have room; the first ones matter most. */
export function fittingColumns(columns: readonly string[], width: number): string[] {
  let left = width - FIXED;
  return columns.filter((name) => {
    left -= leastWidth(name) + GAP;
    return left >= 0 || width === 0;
  });
}

const leastWidth = (name: string): number => Number(/\d+/.exec(isColumn(name) ? columnTracks[name] : '96')?.[0] ?? 96);
