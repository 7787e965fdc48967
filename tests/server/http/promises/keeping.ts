import type { Walk } from './walk.ts';

/** Programs outside that are told of events. */
export async function walkWebhooks({ promised, admin }: Walk): Promise<void> {
  const target = await admin.call('createWebhook', { body: { label: 'Shop', url: 'https://shop.invalid/', events: [] } });
  const webhook = { id: target.target.id };
  await admin.call('pauseWebhook', webhook);
  const body = { label: 'ERP', url: 'https://shop.invalid/', events: ['order.placed'] };
  await promised(admin, 'createWebhook', { body });
  await promised(admin, 'changeWebhook', { ...webhook, body });
  await promised(admin, 'listWebhooks');
  await promised(admin, 'replayWebhook', { ...webhook, body: { fromEventId: 1 } });
  await promised(admin, 'listWebhookDeliveries', webhook);
  const [delivery] = (await admin.call('listWebhookDeliveries', webhook)).deliveries;
  await promised(admin, 'retryWebhookDelivery', { id: delivery?.id ?? '' });
  await promised(admin, 'testWebhook', webhook);
  await promised(admin, 'resumeWebhook', { ...webhook, body: { skip: true } });
  await promised(admin, 'pauseWebhook', webhook);
  for (const { id } of (await admin.call('listWebhooks')).targets) await promised(admin, 'deleteWebhook', { id });
}

/** What is kept of a person, and their erasure. */
export async function walkPrivacy({ promised, supervisor, admin }: Walk, id: string): Promise<void> {
  await promised(admin, 'saveRetention', { body: { kind: 'page_visits', days: 365 } });
  await promised(admin, 'previewRetention', { query: { kind: 'recordings', days: 30 } });
  await promised(admin, 'listRetention');
  await promised(admin, 'holdCustomer', { id, body: { reason: 'court case' } });
  const [hold] = (await supervisor.call('readPrivacy', { id })).holds;
  await promised(admin, 'liftHold', { id: hold?.id ?? '' });
  await promised(admin, 'previewErasure', { id });
  const looked = await admin.call('previewErasure', { id });
  await promised(admin, 'eraseCustomer', {
    id,
    body: { reason: 'asked for it', revision: looked.revision },
  });
  await promised(supervisor, 'readPrivacy', { id });
  await promised(admin, 'listErasures');
}
