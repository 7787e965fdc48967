import { z } from 'zod';
import type { Intake, SaidBefore } from '../channel-adapter.ts';
import type { Visitor } from './admit-visitor.ts';
import type { ChatHistoryProblem, ChatMessage } from './protocol.ts';

// PostgreSQL's integer: a larger number could only make the hub stumble.
const AfterSeq = z.int32().min(0);

/** What was said with this visitor, and nobody else, after `afterSeq`. Never throws. */
export async function readHistory(
  afterSeq: unknown,
  visitor: Visitor,
  intake: Intake,
): Promise<{ messages: ChatMessage[]; problem?: ChatHistoryProblem }> {
  const { data } = AfterSeq.safeParse(afterSeq);
  if (data === undefined) return { messages: [], problem: 'malformed' };
  try {
    const said = await intake.history(visitor.inbox, visitor.sender, data);
    return { messages: said.map((one) => present(one, visitor)) };
  } catch {
    return { messages: [], problem: 'unavailable' };
  }
}

function present({ id, seq, from, agentName, text, files, at }: SaidBefore, visitor: Visitor): ChatMessage {
  const shared = { seq, text, at: at.toISOString(), ...(files && { files }) };
  if (from === 'agent') return { ...shared, id, from, ...(agentName && { agentName }) };
  return { ...shared, id: id.slice(visitor.id.length + 1), from: 'visitor' };
}
