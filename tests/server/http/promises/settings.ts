import { expect } from 'vitest';
import { calendarDraft, policyDraft, rulesDraft } from '../../../support/configuration.ts';
import { eventually } from '../../../support/hub.ts';
import { offersAll } from '../../../support/phone.ts';
import type { Walk } from './walk.ts';

/** The house's own rules, as they are drafted, saved, rehearsed and looked up. */
export async function walkRules({ promised, test, supervisor, admin }: Walk): Promise<void> {
  await promised(supervisor, 'previewPolicy', { body: { draft: policyDraft({ preset: 'strict' }) } });
  await promised(supervisor, 'previewPolicy', { body: { draft: policyDraft({ promises: {} }) } });
  await promised(admin, 'savePolicy', { body: { basedOn: 1, draft: policyDraft({ note: 'once more' }) } });
  await promised(supervisor, 'serviceTargets');
  await promised(admin, 'saveServiceTargets', {
    body: { basedOn: 0, draft: { rules: [], warnShare: 0.8, pausedBy: ['pending'] } },
  });
  await promised(supervisor, 'listPolicies', { query: { limit: 1 } });
  await promised(supervisor, 'routingFindings');
  test.clock.move(1);
  await promised(supervisor, 'requestRehearsal', { body: { period: { last: 'day' }, policy: { preset: 'strict' } } });
  const rehearsalId = (await supervisor.call('listRehearsals')).rehearsals[0]?.id ?? '';
  await eventually(async () => expect((await supervisor.call('getRehearsal', { id: rehearsalId })).state).toBe('done'));
  await promised(supervisor, 'getRehearsal', { id: rehearsalId });
  const another = await supervisor.call('requestRehearsal', { body: { period: { last: 'day' } } });
  await promised(supervisor, 'cancelRehearsal', { id: another.id });
  await promised(supervisor, 'listRehearsals');
  await promised(supervisor, 'staffing', { query: { queueId: test.queueId } });
  await promised(supervisor, 'previewCalendar', { body: { draft: calendarDraft() } });
  const calendar = await admin.call('createCalendar', { body: { draft: calendarDraft() } });
  await promised(admin, 'createCalendar', { body: { draft: calendarDraft() } });
  await promised(admin, 'changeCalendar', { id: calendar.id, body: { revision: calendar.revision, draft: calendarDraft() } });
  await promised(supervisor, 'listCalendars');
  await promised(supervisor, 'listHolidays', { query: { country: 'CN', year: 2026 } });
  await promised(supervisor, 'listHolidayPlaces', { query: { country: 'DE' } });
  await promised(supervisor, 'listQueueRules');
  const rules = await supervisor.call('readOverflow', { id: test.queueId });
  await promised(supervisor, 'readOverflow', { id: test.queueId });
  await promised(admin, 'changeOverflow', { id: test.queueId, body: { revision: rules.revision, overflow: offersAll } });
  await promised(supervisor, 'estimateCalibration', { query: { days: 7 } });
  const { revision } = (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === test.queueId) ?? {
    revision: '',
  };
  await promised(admin, 'changeQueueRules', {
    id: test.queueId,
    body: { revision, rules: rulesDraft({ calendarId: calendar.id }) },
  });
  await promised(admin, 'changeQueueRules', {
    id: test.queueId,
    body: {
      revision: (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === test.queueId)?.revision ?? '',
      rules: rulesDraft(),
    },
  });
  await promised(admin, 'deleteCalendar', { id: calendar.id });
}

/** The configuration part by part, its history and its file. */
export async function walkSettings({ promised, supervisor, admin }: Walk): Promise<void> {
  const { content, revision } = await supervisor.call('readSettings', { query: { part: 'installation' } });
  await promised(supervisor, 'readSettings', { query: { part: 'queues' } });
  await promised(supervisor, 'previewSettings', { body: { part: 'installation', draft: content } });
  const draft = { name: { en: 'Northwind', 'zh-CN': '北风' }, timeZone: 'Asia/Shanghai', language: 'en' };
  await promised(admin, 'saveSettings', { body: { part: 'installation', revision, draft } });
  await promised(supervisor, 'settingsChanges');
  const { changes } = await supervisor.call('settingsChanges', { query: { part: 'installation' } });
  await promised(supervisor, 'previewRestore', { id: changes[0]?.id ?? '' });
  const document = await supervisor.call('exportSettings');
  await promised(supervisor, 'exportSettings');
  const wanted = { ...document, parts: { ...document.parts, installation: { ...draft, language: 'zh-CN' } } };
  await promised(admin, 'previewSettingsImport', { body: { document: wanted } });
  const compared = await admin.call('previewSettingsImport', { body: { document: wanted } });
  const { batchId } = await admin.call('importSettings', { body: { revision: compared.revision, document: wanted } });
  await promised(admin, 'undoSettingsImport', { id: batchId ?? '' });
  const again = await admin.call('previewSettingsImport', { body: { document } });
  await promised(admin, 'importSettings', { body: { revision: again.revision, document } });
}
