import type { Channel } from '../contract/statuses.ts';

/** Tasks with the same key can be served by the same agents and have the same promise: they differ only by age. */
export function classKey(of: { queueId: string; tier: string; channel: Channel; skills: Readonly<Record<string, number>> }): string {
  const skills = Object.keys(of.skills)
    .sort()
    .map((skill) => `${skill}:${of.skills[skill]}`)
    .join(';');
  return `${of.queueId}|${of.tier}|${of.channel}|${skills}`;
}
