import { z } from 'zod';
import { Label } from './entities.ts';
import { areas, reaches } from './permissions.ts';
import { RightsView } from './rights.ts';
import { agentStatuses, capacityLimit, channels, languages, roles } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** A role of one's own as it is given. */
export const RoleDraft = z.object({
  label: z.object({ en: name, 'zh-CN': name }),
  base: z.enum(roles).describe('which shipped role counts where a least role is asked for, as fields of the record do'),
  rights: z.record(z.enum(areas), z.object({ read: z.enum(reaches), write: z.enum(reaches) })),
  masked: z.boolean().describe('sees addresses of customers in part only, unless they hold the contact'),
});
export type RoleDraft = z.infer<typeof RoleDraft>;

export const RoleView = RoleDraft.extend({
  id,
  label: Label,
  people: z.int().describe('who have it and work here'),
  revision: z.string(),
}).meta({ id: 'Role' });
export type RoleView = z.infer<typeof RoleView>;

export const ShippedRoleView = z.object({ role: z.enum(roles), rights: RightsView, people: z.int() }).meta({ id: 'ShippedRole' });
export type ShippedRoleView = z.infer<typeof ShippedRoleView>;

/** A person as they are given. */
export const PersonDraft = z.object({
  name,
  email: z.string().trim().toLowerCase().max(200).pipe(z.email()),
  language: z.enum(languages),
  role: z.enum(roles).describe('of a role of one’s own, ignored: it says on which one it builds'),
  roleId: id.nullable().describe('a role of one’s own; null: the shipped one'),
  phoneAddress: z
    .string()
    .trim()
    .regex(/^(\+[1-9]\d{6,14}|client:[\w.@-]{1,120})$/)
    .nullable()
    .describe('where calls reach them: E.164, or `client:` and the name of a softphone'),
  queueIds: z.array(id).max(500),
  skills: z.record(z.string().min(1).max(80), z.int().min(1).max(5)),
  capacity: z.partialRecord(z.enum(channels), z.int().min(0).max(capacityLimit)),
});
export type PersonDraft = z.infer<typeof PersonDraft>;

export const PersonView = PersonDraft.extend({
  id,
  email: z.string(),
  phoneAddress: z.string().nullable(),
  status: z.enum(agentStatuses),
  present: z.boolean(),
  mustChangePassword: z.boolean().describe('has not chosen their own password yet'),
  hasPassword: z.boolean().describe('false: came with a file and was handed no first password yet'),
  lastSignIn: time.nullable(),
  deactivatedAt: time.nullable(),
  holding: z.object({ tasks: z.int(), tickets: z.int().describe('open, assigned to them') }),
  mayChange: z.boolean().describe('false: has rights that you do not have'),
  revision: z.string(),
}).meta({ id: 'Person' });
export type PersonView = z.infer<typeof PersonView>;

export const UnmaskingView = z
  .object({
    id,
    agent: z.object({ id, name: z.string() }),
    customer: z.object({ id, name: z.string().nullable() }),
    reason: z.string(),
    at: time,
    until: time,
  })
  .meta({ id: 'Unmasking' });
export type UnmaskingView = z.infer<typeof UnmaskingView>;
