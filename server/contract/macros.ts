import { z } from 'zod';
import { Label } from './entities.ts';
import { MacroAction } from './message-parts.ts';
import { channels, languages, roles, ticketKinds, ticketStatuses } from './statuses.ts';

const most = 20_000;

export const MacroDraft = z
  .object({
    name: z.object({ en: z.string().trim().max(80), 'zh-CN': z.string().trim().max(80) }).describe('at least one of them'),
    text: z
      .object({ en: z.string().max(most), 'zh-CN': z.string().max(most) })
      .describe('with fields such as `{{customer.name|there}}`; may be empty in a language'),
    actions: z.array(MacroAction).max(8),
    channels: z.array(z.enum(channels)).max(channels.length).describe('empty: every channel'),
    roles: z.array(z.enum(roles)).max(20).describe('empty: everybody who answers'),
  })
  .meta({ id: 'MacroDraft' });
export type MacroDraft = z.infer<typeof MacroDraft>;

export const MacroView = z
  .object({
    id: z.uuid(),
    name: Label,
    text: Label,
    actions: z.array(MacroAction),
    channels: z.array(z.enum(channels)),
    roles: z.array(z.enum(roles)),
    revision: z.int(),
    retired: z.boolean(),
  })
  .meta({ id: 'Macro' });
export type MacroView = z.infer<typeof MacroView>;

/** A macro as it reads for one conversation. */
export const FilledMacro = z
  .object({
    text: z.string(),
    language: z.enum(languages),
    actions: z.array(MacroAction),
    missing: z.array(z.string()).describe('fields nothing is known for, and no fallback was given'),
  })
  .meta({ id: 'FilledMacro' });
export type FilledMacro = z.infer<typeof FilledMacro>;

const status = z.enum(ticketStatuses);
const kind = z.enum(ticketKinds);
const agentId = z.uuid().nullable();

/** What a macro made of a ticket: by it, it can be taken back. */
export const TakenChange = z
  .object({
    at: z.iso.datetime(),
    status: z.object({ from: status, to: status }).optional(),
    kind: z.object({ from: kind, to: kind }).optional(),
    assigneeId: z.object({ from: agentId, to: agentId }).optional(),
  })
  .meta({ id: 'TakenChange' });
export type TakenChange = z.infer<typeof TakenChange>;
