import { z } from 'zod';
import { channels } from './statuses.ts';

export const StaffingQuery = z.object({
  queueId: z.uuid(),
  channel: z.enum(channels).default('voice'),
  weeks: z.coerce.number().int().min(1).max(26).default(4).describe('the last whole weeks that are measured'),
  weekday: z.coerce.number().int().min(1).max(7).optional().describe('Monday is 1; left out: all days'),
  share: z.coerce.number().min(0.5).max(0.99).default(0.8).describe('share of each tier to be answered within its promise'),
  timeZone: z.string().max(60).default('UTC').describe('IANA name: whose half hours'),
});
export type StaffingQuery = z.infer<typeof StaffingQuery>;

const HalfHourPlan = z.object({
  slot: z.int().describe('half hour of the day, 0 … 47'),
  arrivals: z.number().describe('a day, on average'),
  handleSeconds: z.number(),
  agents: z.int().describe('with whom every tier is kept its promise for the share wanted'),
  occupancy: z.number(),
  simulated: z
    .number()
    .nullable()
    .describe('share of the tier that fares worst that is answered in time with so many agents, in the simulator'),
  available: z.number().describe('agents who took work then, on average'),
  tiers: z.array(
    z.object({
      tier: z.string(),
      arrivals: z.number(),
      promiseSeconds: z.number(),
      agents: z.int().describe('if all stood in one line by age'),
    }),
  ),
});
export type HalfHourPlan = z.infer<typeof HalfHourPlan>;

export const StaffingPlan = z
  .object({
    days: z.int().describe('how many days were measured'),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    patience: z.object({
      meanSeconds: z.number().nullable().describe('null: nobody gave up'),
      abandoned: z.int(),
      answered: z.int(),
    }),
    halfHours: z.array(HalfHourPlan),
  })
  .meta({ id: 'StaffingPlan' });
export type StaffingPlan = z.infer<typeof StaffingPlan>;
