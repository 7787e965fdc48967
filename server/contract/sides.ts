import { z } from 'zod';
import { AttachmentView } from './entities.ts';
import { SideSummary } from './together.ts';

/** One mail of a side conversation. */
export const SideMessageView = z
  .object({
    id: z.uuid(),
    direction: z.enum(['in', 'out']),
    at: z.iso.datetime(),
    agent: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('who wrote it, of ours'),
    from: z.string().nullable().describe('who wrote it, of theirs'),
    text: z.string(),
    status: z.enum(['queued', 'sent', 'failed']).nullable().describe('of ours'),
    errorCode: z.string().nullable(),
    files: z.array(AttachmentView).describe('at /api/side-files/{id}'),
  })
  .meta({ id: 'SideMessage' });
export type SideMessageView = z.infer<typeof SideMessageView>;

/** What is written about a ticket with a third party; the customer never sees it. */
export const SideView = z.object({ side: SideSummary, messages: z.array(SideMessageView) }).meta({ id: 'SideDetail' });
export type SideView = z.infer<typeof SideView>;
