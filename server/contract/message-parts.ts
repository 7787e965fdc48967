import { z } from 'zod';
import { messageLimits } from './message-limits.ts';
import { ticketKinds, ticketStatuses } from './statuses.ts';

/** What a macro does to the ticket when its message goes out. */
export const MacroAction = z
  .discriminatedUnion('do', [
    z.object({ do: z.literal('set_status'), status: z.enum(ticketStatuses) }),
    z.object({ do: z.literal('set_kind'), kind: z.enum(ticketKinds) }),
    z.object({ do: z.literal('assign_to_me') }),
    z.object({ do: z.literal('add_note'), text: z.string().trim().min(1).max(2_000) }),
  ])
  .meta({ id: 'MacroAction' });
export type MacroAction = z.infer<typeof MacroAction>;

export const html = z
  .string()
  .max(messageLimits.html)
  .describe('of a mail: the message as it is set; its plain form is made from it, and `text` is not read');
export const attachmentIds = z.array(z.uuid()).max(200).describe('uploads that go with it');
export const actions = z.array(MacroAction).max(8).describe('done to the ticket when it goes out');

/** A file brought for a message that is not sent yet. */
export const UploadView = z
  .object({ id: z.uuid(), name: z.string(), contentType: z.string(), size: z.int().describe('bytes') })
  .meta({ id: 'Upload' });
export type UploadView = z.infer<typeof UploadView>;

/** Which part of a note's text names a colleague: from `from` up to `to`, in UTF-16 units, beginning with the `@`. */
export const Mention = z.object({ agentId: z.uuid(), from: z.int().min(0), to: z.int().min(2) }).meta({ id: 'Mention' });
export type Mention = z.infer<typeof Mention>;

/** A mention as it is shown: by the name its person has now. */
export const MentionView = Mention.extend({ name: z.string() }).meta({ id: 'MentionShown' });
export type MentionView = z.infer<typeof MentionView>;
