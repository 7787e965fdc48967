import { ended, upload } from '../../../support/imports.ts';
import type { Walk } from './walk.ts';

/** A file of customers, taken in and taken back. */
export async function walkFiles({ promised, test, supervisor }: Walk): Promise<void> {
  await promised(supervisor, 'findDuplicates');
  await promised(supervisor, 'listDuplicates');
  const file = { name: 'list.csv', content: 'Customer number,Name,Phone\nF-1,Grace,+442079460018\nF-2,Alan,12\n' };
  const { body: kept } = await upload(test, supervisor, file);
  const { id } = kept;
  await promised(supervisor, 'previewImport', { id, body: {} });
  const { settings } = await supervisor.call('previewImport', { id, body: {} });
  await promised(supervisor, 'startImport', { id, body: { settings } });
  await ended(supervisor, id);
  await promised(supervisor, 'getImport', { id });
  await promised(supervisor, 'importRows', { id });
  await promised(supervisor, 'undoImport', { id });
  await ended(supervisor, id);
  const { body: second } = await upload(test, supervisor, file);
  await promised(supervisor, 'cancelImport', { id: second.id });
  await promised(supervisor, 'listImports');
}

/** Segments, portfolio, opportunities and follow-ups, of a customer. */
export async function walkRelations({ promised, test, mei, supervisor, admin, customerId }: Walk): Promise<void> {
  const due = test.clock.later(60);
  const filter = {
    all: [{ field: 'tier', is: 'is', value: 'gold' }, { any: [{ field: 'consent.sms.service', is: 'is_not', value: 'withdrawn' }] }],
  };
  await promised(mei, 'segmentFields');
  await promised(supervisor, 'createSegment', { body: { name: 'Gold', filter, shared: true } });
  const segmentId = (await mei.call('listSegments')).segments.find(({ name }) => name === 'Gold')?.id ?? '';
  await promised(mei, 'listSegments');
  await promised(supervisor, 'changeSegment', { id: segmentId, body: { name: 'Golden', filter, shared: true } });
  await promised(mei, 'countSegment', { body: { filter } });
  await promised(mei, 'segmentCustomers', { id: segmentId });
  await promised(supervisor, 'readPortfolio', { query: { measure: 'revenue' } });
  await promised(supervisor, 'portfolioCustomers', { query: { measure: 'revenue', toShare: 0.5 } });
  const period = { from: '2026-01-01T00:00:00Z', to: due };
  await promised(supervisor, 'readMigration', { query: period });
  await promised(supervisor, 'migrationCustomers', { query: { ...period, toTier: 'gold' } });
  await promised(mei, 'createOpportunity', { body: { customerId, title: 'Second boiler', amount: 100, currency: 'EUR', nextStepAt: due } });
  const opportunityId = (await mei.call('listOpportunities')).opportunities[0]?.id ?? '';
  await promised(mei, 'listOpportunities', { query: { mine: 'true' } });
  await promised(mei, 'opportunityTotals');
  await promised(mei, 'changeOpportunity', { id: opportunityId, body: { stage: 'lost', lostReason: 'price' } });
  await promised(mei, 'createFollowUp', { body: { customerId, text: 'ring', dueAt: due } });
  const followUpId = (await mei.call('listFollowUps')).followUps[0]?.id ?? '';
  await promised(mei, 'listFollowUps', { query: { which: 'all', limit: 1 } });
  await promised(mei, 'dueCounts', { query: { today: due } });
  await promised(mei, 'changeFollowUp', { id: followUpId, body: { ownerId: null } });
  await promised(mei, 'finishFollowUp', { id: followUpId, body: { outcome: 'reached' } });
  await promised(mei, 'reopenFollowUp', { id: followUpId });
  await promised(mei, 'customerCare', { id: customerId });
  const words = { en: 'How is it?', 'zh-CN': '用得怎么样？' };
  await promised(admin, 'createFollowUpRule', { body: { label: words, text: words, trigger: 'silent', afterDays: 90 } });
  const ruleId = (await supervisor.call('listFollowUpRules')).rules[0]?.id ?? '';
  await promised(supervisor, 'listFollowUpRules');
  await promised(admin, 'changeFollowUpRule', { id: ruleId, body: { label: words, text: words, afterDays: 60 } });
  await promised(admin, 'endFollowUpRule', { id: ruleId });
  await promised(supervisor, 'startBatch', { body: { segmentId, text: 'news', dueAt: due } });
  const { id } = await supervisor.call('startBatch', { body: { segmentId, text: 'news again', dueAt: due } });
  await promised(supervisor, 'readBatch', { id });
  await promised(supervisor, 'undoBatch', { id });
  await promised(supervisor, 'removeSegment', { id: segmentId });
}
