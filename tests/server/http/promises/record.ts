import type { Walk } from './walk.ts';

/** What is known of a customer beside what happened with them. */
export async function walkRecord({ promised, test, mei, supervisor, admin, customerId }: Walk): Promise<void> {
  const point = (await mei.call('getCustomer', { id: customerId })).contactPoints.find(({ kind }) => kind === 'phone')?.id ?? '';
  const matching = await supervisor.call('readMatchRules');
  await promised(supervisor, 'readMatchRules');
  await promised(admin, 'putMatchRules', { body: matching });
  await promised(supervisor, 'shareContactPoint', { id: point, body: { shared: true } });
  await promised(mei, 'verifyContactPoint', { id: point });
  const { linkId } = await mei.call('endContactPoint', { id: point });
  await promised(mei, 'restoreContactPoint', { id: linkId });
  await promised(mei, 'endContactPoint', { id: point });
  await promised(mei, 'restoreContactPoint', { id: linkId });
  await promised(mei, 'beginConversation', {
    id: customerId,
    body: {
      clientId: 'first-words-of-mei',
      inboxId: await test.inboxOf('email'),
      contactPointId: (await mei.call('getCustomer', { id: customerId })).contactPoints.find(({ kind }) => kind === 'email')?.id ?? '',
      subject: 'Your boiler',
      text: 'The part has come.',
    },
  });
  const options = [{ key: 'gas', label: { en: 'Gas', 'zh-CN': '燃气' } }];
  const heating = { key: 'heating', label: { en: 'Heating', 'zh-CN': '供暖' }, type: 'choice', options } as const;
  await promised(admin, 'putCustomField', { body: { revision: null, draft: heating } });
  await promised(admin, 'putFreshness', { body: { field: 'fields.heating', staleDays: 30, refreshBy: 'assignee' } });
  await promised(mei, 'listCustomerFields');
  const quietHours = { timeZone: 'Asia/Shanghai', from: '22:00', until: '08:00' };
  await promised(mei, 'changeCustomer', { id: customerId, body: { fields: { heating: 'gas' }, preferredChannel: 'sms', quietHours } });
  await promised(mei, 'checkField', { id: customerId, body: { field: 'fields.heating' } });
  const proof = { kind: 'call', text: 'yes' } as const;
  await promised(mei, 'addConsent', { id: customerId, body: { channel: 'sms', purpose: 'marketing', state: 'granted', proof } });
  await promised(mei, 'listConsents', { id: customerId });
  const { customer: company } = await supervisor.call('putProfile', { body: { externalId: 'C-company', kind: 'company' } });
  await promised(mei, 'addMember', { id: company.id, body: { memberId: customerId, role: 'owner' } });
  await promised(mei, 'readRecord', { id: customerId });
  await promised(mei, 'endMembership', { id: (await mei.call('readRecord', { id: customerId })).groups[0]?.id ?? '' });
  const at = '2026-05-01T10:00:00Z';
  const spring = { key: 'spring', label: { en: 'Spring', 'zh-CN': '春' }, kind: 'mailing', startsAt: at, currency: 'EUR' };
  await promised(supervisor, 'putCampaign', { body: spring });
  const touches = [{ externalId: 't-1', customer: { id: customerId }, channel: 'sms', at, response: 'bought', respondedAt: at }];
  await promised(supervisor, 'putTouches', { body: { campaign: 'spring', touches } });
  await promised(supervisor, 'listCampaigns');
  await promised(supervisor, 'listTouches', { id: customerId });
  await promised(supervisor, 'putRating', { body: { externalId: 'r-1', customer: { id: customerId }, score: 5, at } });
  await promised(mei, 'listRatings', { id: customerId });
  const visits = [{ externalId: 'v-1', customer: { id: customerId }, at, url: 'https://shop.example/boilers' }];
  await promised(supervisor, 'putVisits', { body: { visits } });
  await promised(mei, 'listVisits', { id: customerId });
}
