import { readIdCursor } from '../db/cursor.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { listPart } from './list-customers.ts';
import { listCell, readMigration } from './read-migration.ts';
import { readPortfolio } from './read-portfolio.ts';

const utc = (time: string): string => new Date(time).toISOString();

export const portfolioRoutes: HandlersOf<'readPortfolio' | 'portfolioCustomers' | 'readMigration' | 'migrationCustomers'> = {
  readPortfolio: ({ hub, query }) => readPortfolio(hub, query.measure),

  portfolioCustomers: ({ hub, query }) => listPart(hub, query),

  readMigration: ({ hub, query }) => readMigration(hub, { from: utc(query.from), to: utc(query.to) }),

  migrationCustomers({ hub, query: { cursor, from, to, ...cell } }) {
    return listCell(hub, { ...cell, from: utc(from), to: utc(to), after: cursor ? readIdCursor(cursor) : undefined });
  },
};
