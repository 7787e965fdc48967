import type { Caller } from '../../auth/identify-caller.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import type { Hub } from '../../hub.ts';
import { putFreshness } from '../freshness/put-freshness.ts';
import { hiddenNames, mayRead } from './field-rights.ts';
import { presentField } from './present-field.ts';
import { putCustomField } from './put-custom-field.ts';

export const fieldRoutes: HandlersOf<'listCustomerFields' | 'putCustomField' | 'putFreshness'> = {
  listCustomerFields: ({ hub, caller }) => list(hub, caller),

  async putCustomField({ hub, caller, body }) {
    const key = await putCustomField(hub, caller.id, body);
    const field = (await list(hub, caller)).fields.find((known) => known.key === key);
    if (!field) throw new HubError('not_found');
    return field;
  },

  async putFreshness({ hub, caller, body }) {
    await putFreshness(hub, caller.id, body);
    return list(hub, caller);
  },
};

async function list(hub: Hub, caller: Caller) {
  const catalog = await hub.catalog.current();
  const hidden = hiddenNames(catalog, caller);
  return {
    fields: catalog.customFields.filter((field) => mayRead(caller, field)).map((field) => presentField(field, caller)),
    freshness: catalog.freshness.filter(({ field }) => !hidden.includes(field)).map((rule) => ({ ...rule })),
  };
}
