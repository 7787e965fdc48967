import type { PastAgent } from '../routing/history/read-staff.ts';

/**
 * More or fewer agents, by queue. Those who are added are like those who serve it, one after the other, with the same hours; those
 * who stay away are first those who serve nothing else.
 */
export function changeStaff(staff: readonly PastAgent[], changes: Readonly<Record<string, number>>): PastAgent[] {
  let changed = [...staff];
  for (const [queueId, by] of Object.entries(changes)) changed = by < 0 ? without(changed, queueId, -by) : withMore(changed, queueId, by);
  return changed;
}

function without(staff: readonly PastAgent[], queueId: string, count: number): PastAgent[] {
  const serving = staff.filter(({ queueIds }) => queueIds.includes(queueId));
  const away = new Set(serving.toSorted((a, b) => a.queueIds.length - b.queueIds.length).slice(0, count));
  return staff.filter((agent) => !away.has(agent));
}

/** Only who takes work at all serves as a pattern. */
function withMore(staff: readonly PastAgent[], queueId: string, count: number): PastAgent[] {
  const patterns = staff.filter(({ queueIds, windows }) => queueIds.includes(queueId) && windows.length > 0);
  const added = Array.from({ length: patterns.length > 0 ? count : 0 }, (_, i) => patterns[i % patterns.length]);
  return [...staff, ...added.flatMap((pattern, i) => (pattern ? [{ ...pattern, id: `${pattern.id}+${i + 1}` }] : []))];
}
