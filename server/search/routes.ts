import { requireCustomer } from '../auth/require-visible.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { searchSaid } from './search-said.ts';

export const searchRoutes: HandlersOf<'searchSaid'> = {
  async searchSaid({ hub, caller, query }) {
    if (query.customerId) await requireCustomer(hub, caller, query.customerId);
    return searchSaid(hub.db, caller, query);
  },
};
