import { requireCustomer } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { presentTier } from '../value/present-value.ts';
import { endOverride, overrideTier } from './override-tier.ts';
import { presentRules } from './present-rules.ts';
import { saveRules } from './save-rules.ts';

export const tierRoutes: HandlersOf<'overrideTier' | 'endTierOverride' | 'tierRules' | 'saveTierRules'> = {
  async overrideTier({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    await overrideTier(hub, caller.id, id, body);
    return presentTier(hub.db, caller, id, hub.clock.now());
  },

  async endTierOverride({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    await endOverride(hub, caller.id, id);
    return presentTier(hub.db, caller, id, hub.clock.now());
  },

  tierRules: ({ hub }) => presentRules(hub.db),

  async saveTierRules({ hub, caller, body }) {
    await saveRules(hub, caller.id, body);
    return presentRules(hub.db);
  },
};
