import { createHash } from 'node:crypto';
import { HubError } from '../errors.ts';

/** A short name of what was read: equal for equal content. */
export const revisionOf = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('base64url')
    .slice(0, 16);

/** Throws `changed_meanwhile` when what lies in the database is not what the author has read. */
export function requireRevision(content: unknown, revision: string): void {
  if (revisionOf(content) !== revision) throw new HubError('changed_meanwhile');
}

/** jsonb has an order of keys of its own, schemas have another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
