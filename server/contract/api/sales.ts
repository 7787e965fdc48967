import { z } from 'zod';
import { OpportunityBody, OpportunityChange, OpportunityView, opportunityStages, StageTotal } from '../sales.ts';
import { define, page } from './endpoint.ts';

export const salesApi = {
  listOpportunities: define({
    method: 'get',
    path: '/api/opportunities',
    access: 'care.read',
    summary: 'Opportunities of customers you may see, the last changed first; with `mine` those you own',
    query: z.object({
      ...page,
      mine: z.enum(['true', 'false']).default('false'),
      stage: z.enum(opportunityStages).optional().describe('absent: all that are open'),
    }),
    response: z.object({ opportunities: z.array(OpportunityView), next: z.string().nullable() }),
  }),
  opportunityTotals: define({
    method: 'get',
    path: '/api/opportunity-totals',
    access: 'care.read',
    summary: 'How many opportunities stand at which stage, and for how much; of won and lost those of the last 90 days',
    query: z.object({ mine: z.enum(['true', 'false']).default('false') }),
    response: z.object({ totals: z.array(StageTotal) }),
  }),
  createOpportunity: define({
    method: 'post',
    path: '/api/opportunities',
    access: 'care.write',
    summary: 'Note a lead or an opportunity of a customer',
    body: OpportunityBody,
    response: OpportunityView,
  }),
  changeOpportunity: define({
    method: 'put',
    path: '/api/opportunities/:id',
    access: 'care.write',
    summary: 'Change an opportunity: its stage, amount, owner, next step; absent fields stay',
    body: OpportunityChange,
    response: OpportunityView,
  }),
};
