import { z } from 'zod';
import { CustomerStrip } from './entities.ts';
import { ValueBrief } from './segments.ts';

const id = z.uuid();
const time = z.iso.datetime();

export const portfolioMeasures = ['revenue', 'profit', 'lifetimeValue'] as const;
export type PortfolioMeasure = (typeof portfolioMeasures)[number];

const group = z.object({ key: z.string(), customers: z.int(), sum: z.number() });

export const Portfolio = z
  .object({
    measure: z.enum(portfolioMeasures),
    currency: z.string().nullable().describe('null: nothing is known of anybody’s value yet'),
    customers: z.int().describe('whose value is known'),
    sum: z.number(),
    curve: z
      .array(z.object({ customers: z.number(), sum: z.number() }))
      .describe('shares, cumulated from the most valuable customer on; the share of the sum exceeds 1 where others cost money'),
    topFifth: z.number().nullable().describe('share of the sum that the most valuable fifth brings; null: the sum is nothing'),
    losing: z.int().describe('customers below zero'),
    tiers: z.array(group),
    stages: z.array(group),
    at: time.describe('when it was counted: it is kept for a minute'),
  })
  .meta({ id: 'Portfolio' });
export type Portfolio = z.infer<typeof Portfolio>;

export const PortfolioRow = z.object({ id, customer: CustomerStrip, stage: z.string(), value: ValueBrief }).meta({ id: 'PortfolioRow' });
export type PortfolioRow = z.infer<typeof PortfolioRow>;

/** From tier to tier between two times: `from` null are those who came meanwhile. */
export const Migration = z
  .object({
    from: time,
    to: time,
    cells: z.array(z.object({ from: z.string().nullable(), to: z.string(), customers: z.int() })),
    risen: z.int(),
    fallen: z.int(),
    stayed: z.int(),
    came: z.int(),
    at: time.describe('when it was counted: it is kept for a minute'),
  })
  .meta({ id: 'TierMigration' });
export type Migration = z.infer<typeof Migration>;
