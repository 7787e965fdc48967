import { z } from 'zod';
import { linkKinds, ticketStatuses } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();
const Colleague = z.object({ id, name: z.string() });
const Other = z.object({ id, number: z.int(), subject: z.string(), status: z.enum(ticketStatuses) }).describe('the other ticket');

/** Two tickets that have to do with each other, seen from one of them. */
export const LinkView = z
  .object({ id, kind: z.enum([...linkKinds, 'child']).describe('what the other one is'), ticket: Other, by: Colleague, at: time })
  .meta({ id: 'TicketLink' });
export type LinkView = z.infer<typeof LinkView>;

/** What came from another ticket or went to it, by a merge or a split. */
export const MoveView = z
  .object({
    id,
    kind: z.enum(['merge', 'split']),
    way: z.enum(['in', 'out']).describe('in: from the other ticket to this one'),
    ticket: Other,
    by: Colleague,
    at: time,
    conversations: z.int(),
    entries: z.int(),
  })
  .meta({ id: 'TicketMove' });
export type MoveView = z.infer<typeof MoveView>;

/** An agent would like a supervisor to look at a conversation. */
export const HelpView = z
  .object({
    id,
    conversationId: id,
    question: z.string(),
    askedBy: Colleague,
    askedAt: time,
    takenBy: Colleague.nullable(),
    settledAt: time.nullable(),
  })
  .meta({ id: 'HelpRequest' });
export type HelpView = z.infer<typeof HelpView>;

/** A side conversation in one line. */
export const SideSummary = z
  .object({
    id,
    ticketId: id,
    address: z.string().describe('of the third party'),
    subject: z.string(),
    lastAt: time,
    messages: z.int(),
    lastIn: z.boolean().describe('they wrote last'),
  })
  .meta({ id: 'SideConversation' });
export type SideSummary = z.infer<typeof SideSummary>;

/** What colleagues do about a ticket beside answering it. */
export const TogetherView = z
  .object({
    ticketId: id,
    watching: z.boolean().describe('I hear of everything that happens to it'),
    watchers: z.array(Colleague),
    links: z.array(LinkView),
    moves: z.array(MoveView).describe('those that can still be undone'),
    help: z.array(HelpView).describe('those that are open, and what was asked in the last day'),
    sides: z.array(SideSummary),
  })
  .meta({ id: 'Together' });
export type TogetherView = z.infer<typeof TogetherView>;
