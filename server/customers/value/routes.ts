import { requireCustomer } from '../../auth/require-visible.ts';
import { HubError } from '../../errors.ts';
import { agentActor } from '../../events/record-event.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { requestFit } from './fit-values.ts';
import { presentSettings } from './present-settings.ts';
import { presentSeries, presentValue } from './present-value.ts';
import { saveSettings } from './save-settings.ts';

export const valueRoutes: HandlersOf<'customerValue' | 'valueSeries' | 'valueSettings' | 'saveValueSettings' | 'fitValues'> = {
  async customerValue({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const now = hub.clock.now();
    const at = query.asOf ? new Date(query.asOf) : now;
    if (at > now) throw new HubError('bad_request', 'query.asOf: must not be in the future');
    return presentValue(hub.db, caller, id, at);
  },

  async valueSeries({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    return presentSeries(hub.db, caller, id, hub.clock.now(), query.months);
  },

  valueSettings: ({ hub }) => presentSettings(hub.db),

  async saveValueSettings({ hub, caller, body }) {
    await saveSettings(hub, caller.id, body);
    return presentSettings(hub.db);
  },

  fitValues: async ({ hub, caller }) => ({ id: await requestFit(hub, agentActor(caller.id)) }),
};
