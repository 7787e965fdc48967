import { shippedSettings } from '../../../../server/customers/value/shipped-settings.ts';
import type { Walk } from './walk.ts';

/** A customer as agents find and correct them. */
export async function walkCustomer({ promised, mei, supervisor, customerId }: Walk): Promise<void> {
  await promised(mei, 'listCustomers', { query: { search: 'Byron' } });
  await promised(mei, 'listCustomers');
  await promised(mei, 'getCustomer', { id: customerId });
  await promised(mei, 'customerTimeline', { id: customerId });
  await promised(mei, 'readIdentity', { id: customerId });
  await promised(mei, 'changeCustomer', { id: customerId, body: { city: 'London' } });
  await promised(mei, 'fieldChanges', { id: customerId });
  const order = {
    number: 'SO-7',
    customer: { id: customerId },
    placedAt: '2026-05-01T10:00:00Z',
    currency: 'EUR',
    amount: 100,
    status: 'paid',
  };
  await promised(supervisor, 'putOrder', { body: order });
  await promised(mei, 'listOrders', { id: customerId });
}

/** Value and tier of a customer, and what they are made of. */
export async function walkValue({ promised, mei, supervisor, admin, customerId }: Walk): Promise<void> {
  await promised(mei, 'customerValue', { id: customerId });
  await promised(supervisor, 'customerValue', { id: customerId, query: { asOf: '2026-05-01T10:00:00Z' } });
  await promised(mei, 'valueSeries', { id: customerId, query: { months: 6 } });
  await promised(supervisor, 'overrideTier', { id: customerId, body: { tier: 'gold', reason: 'a framework contract' } });
  await promised(supervisor, 'endTierOverride', { id: customerId });
  await promised(admin, 'saveValueSettings', { body: { basedOn: 0, draft: shippedSettings } });
  await promised(supervisor, 'valueSettings');
  await promised(supervisor, 'fitValues');
  const draft = { tiers: [{ tier: 'gold', conditions: [{ number: 'revenue' as const, enter: 1e9, leave: 1e9 }] }] };
  await promised(supervisor, 'previewTierRules', { body: { draft: { tiers: [{ tier: 'none', conditions: [] }] } } });
  const asked = await supervisor.call('previewTierRules', { body: { draft } });
  await promised(supervisor, 'tierPreview', { id: asked.id ?? '' });
  await promised(admin, 'saveTierRules', { body: { basedOn: 0, draft } });
  await promised(supervisor, 'tierRules');
}

/** Two records that seem to be one person; answers the other one’s id. */
export async function walkIdentity({ promised, supervisor, customerId }: Walk): Promise<string> {
  const twin = await supervisor.call('putProfile', { body: { externalId: 'C-twin', name: 'Ada Byron' } });
  await promised(supervisor, 'putProfile', {
    body: { externalId: 'C-twin', addresses: [{ kind: 'email', value: 'ada@customer.example' }] },
  });
  await promised(supervisor, 'mergeCustomers', { id: customerId, body: { mergedId: twin.customer.id, reason: 'the same person' } });
  const [merge] = (await supervisor.call('readIdentity', { id: customerId })).merges;
  await promised(supervisor, 'undoMerge', { id: merge?.id ?? '', body: { reason: 'two after all' } });
  await promised(supervisor, 'keepApart', { id: customerId, body: { otherId: twin.customer.id, reason: 'two people' } });
  await promised(supervisor, 'readIdentity', { id: customerId });
  return twin.customer.id;
}

/** What happened with a customer, and what was said in it. */
export async function walkHistory({ promised, mei, customerId }: Walk): Promise<void> {
  await promised(mei, 'customerTimeline', { id: customerId, query: { show: 'email,note', limit: 1 } });
  await promised(mei, 'customerTimeline', { id: customerId, query: { search: 'boiler', at: '2026-01-01T00:00:00Z' } });
  await promised(mei, 'customerDensity', { id: customerId, query: { months: 3, timeZone: 'Asia/Shanghai' } });
  await promised(mei, 'searchSaid', { query: { words: 'boiler 漏水', channel: 'sms' } });
}
