import { z } from 'zod';
import { asGiven } from './configuration.ts';
import { channels, clockKinds, ticketKinds } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();

/** Between a minute and a year. */
const seconds = z
  .int()
  .min(60)
  .max(366 * 86_400);

export const ServiceRule = z
  .strictObject({
    tiers: z.array(z.string()).describe('of the customer; empty: all'),
    channels: z.array(z.enum(channels)).describe('on which the customer spoke; empty: all'),
    kinds: z.array(z.enum(ticketKinds)).describe('of the ticket; empty: all'),
    queueIds: z.array(id).describe('of the ticket; empty: all'),
    targets: z.partialRecord(z.enum(clockKinds), seconds).describe('seconds, by clock; a clock without target does not run'),
    workingTime: z.boolean().describe('only open hours of the queue’s calendar count'),
  })
  .meta({ id: 'ServiceRule' });
export type ServiceRule = z.infer<typeof ServiceRule>;

export const ServiceTargetsDraft = z
  .strictObject({
    rules: z.array(ServiceRule).max(100).describe('the first that fits a ticket gives its targets'),
    warnShare: z.number().min(0.1).max(0.99).describe('share of the target used up when its agent is warned'),
    pausedBy: z.array(z.enum(['pending', 'on_hold'])).describe('statuses in which the clocks stand still'),
    note: z.string().max(500).default('').describe('why it is changed'),
  })
  .meta({ id: 'ServiceTargetsDraft' });
export type ServiceTargetsDraft = z.infer<typeof ServiceTargetsDraft>;

export const ServiceTargetsView = z
  .object({
    version: z.int().describe('0: none was ever set, no clock runs'),
    ...ServiceTargetsDraft.shape,
    createdAt: time.nullable(),
    createdBy: z.object({ id, name: z.string() }).nullable(),
  })
  .meta({ id: 'ServiceTargets' });
export type ServiceTargetsView = z.infer<typeof ServiceTargetsView>;

export const ServiceTargetsGiven = asGiven(ServiceTargetsDraft);
