import { z } from 'zod';
import { customerKinds } from '../statuses.ts';
import { channel, id, time } from './words.ts';

export const ContactPointView = z
  .object({
    id,
    kind: z.enum(['phone', 'email', 'chat_visitor']),
    value: z.string(),
    evidence: z.string(),
    verified: z.boolean().describe('proven, and nothing since gives reason to doubt it'),
    shared: z.boolean().describe('used by several customers: nobody is recognised by it'),
    looksLike: z
      .object({ value: z.string().nullable(), customer: z.object({ id, name: z.string().nullable() }).nullable() })
      .nullable()
      .describe('looks the same to the eye as an address of another customer; who it is, if you may see them'),
    returned: z
      .object({ silentSince: time, at: time })
      .nullable()
      .describe('spoke again after a year or more: may be somebody else’s by now, to be verified anew'),
  })
  .meta({ id: 'ContactPoint' });
export type ContactPointView = z.infer<typeof ContactPointView>;

/** The customer in one glance: shown on the offer, the desk, the ticket and in lists. */
export const CustomerStrip = z
  .object({
    id,
    name: z.string().nullable().describe('null: not known yet'),
    erased: z.boolean().describe('their data was erased: there is no name and never will be'),
    kind: z.enum(customerKinds),
    tier: z.string(),
    language: z.string().nullable(),
    company: z.string().nullable(),
    since: time,
    manner: z.string().nullable().describe('how they like to be spoken to'),
    value: z.array(z.object({ currency: z.string(), amount: z.number() })).describe('sum of orders by currency, minor units'),
    orderCount: z.int(),
    openTickets: z.int(),
    lastContact: z.object({ at: time, channel, direction: z.enum(['in', 'out']), disposition: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'CustomerStrip' });
export type CustomerStrip = z.infer<typeof CustomerStrip>;

export const CustomerView = CustomerStrip.extend({
  externalId: z.string().nullable(),
  occupation: z.string().nullable(),
  city: z.string().nullable(),
  birthday: z.string().nullable().describe('YYYY-MM-DD'),
  preferredChannel: channel.nullable(),
  fields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .describe('of the installation’s own fields, those you may read'),
  contactPoints: z.array(ContactPointView),
}).meta({ id: 'Customer' });
export type CustomerView = z.infer<typeof CustomerView>;
