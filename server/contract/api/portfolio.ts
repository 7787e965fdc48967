import { z } from 'zod';
import { Migration, Portfolio, PortfolioRow, portfolioMeasures } from '../portfolio.ts';
import { define, page } from './endpoint.ts';

const measure = z.enum(portfolioMeasures).default('profit');
const share = z.coerce.number().min(0).max(1);
const time = z.iso.datetime({ offset: true });
const period = { from: time, to: time };

export const portfolioApi = {
  readPortfolio: define({
    method: 'get',
    path: '/api/portfolio',
    access: 'value.read',
    summary: 'What share of the customers brings what share of revenue, profit or lifetime value; by tier and stage',
    query: z.object({ measure }),
    response: Portfolio,
  }),
  portfolioCustomers: define({
    method: 'get',
    path: '/api/portfolio/customers',
    access: 'value.read',
    summary: 'The customers behind a part of it, the most valuable first',
    query: z.object({
      cursor: page.cursor,
      limit: page.limit,
      measure,
      fromShare: share.default(0).describe('of the customers, counted from the most valuable'),
      toShare: share.default(1),
      tier: z.string().max(40).optional(),
      stage: z.string().max(40).optional(),
    }),
    response: z.object({ rows: z.array(PortfolioRow), next: z.string().nullable() }),
  }),
  readMigration: define({
    method: 'get',
    path: '/api/portfolio/migration',
    access: 'value.read',
    summary: 'How many customers went from which tier to which between two times, and how many stayed',
    query: z.object(period),
    response: Migration,
  }),
  migrationCustomers: define({
    method: 'get',
    path: '/api/portfolio/migration/customers',
    access: 'value.read',
    summary: 'The customers who went from one tier to another between two times',
    query: z.object({
      ...period,
      cursor: page.cursor,
      limit: page.limit,
      fromTier: z.string().max(40).optional().describe('absent: who came meanwhile'),
      toTier: z.string().max(40),
    }),
    response: z.object({ rows: z.array(PortfolioRow), next: z.string().nullable() }),
  }),
};
