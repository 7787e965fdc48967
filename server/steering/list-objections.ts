import { type Bars, type Candidate, type Exclusion, exclusion, type Head } from '../routing/decide.ts';

/**
 * Everything that speaks against giving this task to this agent: `decide` stops at the first rule, so it is asked again
 * with each rule that it named taken away.
 */
export function listObjections(agent: Candidate, head: Head, bars: Bars): Exclusion[] {
  const found = exclusion(agent, head, bars);
  if (!found) return [];
  const rest = without(found, agent, head);
  return rest ? [found, ...listObjections(rest.agent, rest.head, bars)] : [found];
}

/** Undefined when nothing is asked after this rule. */
function without(found: Exclusion, agent: Candidate, head: Head): { agent: Candidate; head: Head } | undefined {
  switch (found.why) {
    case 'not_in_queue':
      return { agent: { ...agent, queueIds: [head.queueId] }, head };
    case 'being_asked':
      return { agent: { ...agent, beingAsked: false }, head };
    case 'held_for_other':
      return { agent, head: { ...head, heldFor: agent.agentId } };
    case 'declined_recently':
      return { agent, head: { ...head, cooling: [] } };
    case 'skill':
      return { agent: { ...agent, skills: { ...agent.skills, [found.skill]: found.needed } }, head };
    default:
      return undefined;
  }
}
