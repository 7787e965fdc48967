import type { Facts } from '../value/facts.ts';

/** What a field of the record said at a time, as its history has it; before its first change it was what that change replaced. */
export function fieldAt({ changes, record }: Pick<Facts, 'changes' | 'record'>, field: string, at: number): string | null {
  const own = changes.filter((change) => change.field === field).sort((a, b) => a.at - b.at || a.id - b.id);
  const last = own.findLast((change) => change.at <= at);
  if (last) return last.after;
  const next = own[0];
  return next ? next.before : textOf(record[field]);
}

/** As histories write it. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
