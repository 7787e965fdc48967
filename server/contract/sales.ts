import { z } from 'zod';
import { CustomerStrip } from './entities.ts';

const id = z.uuid();
const time = z.iso.datetime();
const person = z.object({ id, name: z.string() });

/** A lead becomes qualified, is quoted, and is won or lost. */
export const openOpportunityStages = ['lead', 'qualified', 'quoted'] as const;
export const opportunityStages = [...openOpportunityStages, 'won', 'lost'] as const;
export type OpportunityStage = (typeof opportunityStages)[number];

const fields = {
  title: z.string().trim().min(1).max(200),
  amount: z.int().min(0).max(1e15).nullable().describe('in the minor unit'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CNY')
    .nullable(),
  ownerId: id.nullable().describe('null: nobody yet'),
  nextStep: z.string().trim().max(300),
  nextStepAt: z.iso.datetime({ offset: true }).nullable().describe('when its owner is reminded, once'),
};

export const OpportunityBody = z.object({
  customerId: id,
  title: fields.title,
  stage: z.enum(openOpportunityStages).default('lead'),
  amount: fields.amount.default(null),
  currency: fields.currency.default(null),
  ownerId: fields.ownerId.optional().describe('absent: yourself'),
  nextStep: fields.nextStep.default(''),
  nextStepAt: fields.nextStepAt.default(null),
});
export type OpportunityBody = z.infer<typeof OpportunityBody>;

export const OpportunityChange = z
  .object({
    ...fields,
    stage: z.enum(opportunityStages),
    lostReason: z.string().trim().min(1).max(300).describe('of one that is lost, or won: why'),
  })
  .partial();
export type OpportunityChange = z.infer<typeof OpportunityChange>;

export const OpportunityView = z
  .object({
    id,
    customer: CustomerStrip,
    title: z.string(),
    stage: z.enum(opportunityStages),
    amount: z.number().nullable(),
    currency: z.string().nullable(),
    owner: person.nullable(),
    nextStep: z.string(),
    nextStepAt: time.nullable(),
    reminded: z.boolean().describe('the next step is due, and its owner was told'),
    reason: z.string().nullable().describe('why it was won or lost'),
    createdAt: time,
    updatedAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: 'Opportunity' });
export type OpportunityView = z.infer<typeof OpportunityView>;

export const StageTotal = z
  .object({ stage: z.enum(opportunityStages), count: z.int(), sums: z.array(z.object({ currency: z.string(), amount: z.number() })) })
  .meta({ id: 'OpportunityStageTotal' });
export type StageTotal = z.infer<typeof StageTotal>;
