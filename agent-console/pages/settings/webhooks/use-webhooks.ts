import { onScopeDispose, ref, shallowRef } from 'vue';
import type { WebhookBody, WebhookTargetView } from '../../../../server/contract/webhooks.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useActs } from '../use-acts.ts';

/** Targets are looked at again so often while the page is open (milliseconds): deliveries tell no events of their own. */
const LOOK_EVERY = 3000;

/** The programs that are told of events, and everything that can be done with them. */
export function useWebhooks() {
  const hub = useHub();
  const targets = shallowRef<readonly WebhookTargetView[]>();
  const events = shallowRef<readonly string[]>([]);
  const secret = ref<{ id: string; text: string }>();

  async function read(): Promise<void> {
    const found = await hub.call('listWebhooks');
    targets.value = found.targets;
    events.value = found.events;
  }

  const { error, attempt, load } = useActs(read, ['webhook.changed']);

  const timer = setInterval(() => void read().catch(() => undefined), LOOK_EVERY);
  onScopeDispose(() => clearInterval(timer));

  return {
    targets,
    events,
    secret,
    error,
    load,
    save: (id: string | undefined, body: WebhookBody) =>
      attempt(async () => {
        if (id) return hub.call('changeWebhook', { params: { id }, body });
        const made = await hub.call('createWebhook', { body });
        secret.value = { id: made.target.id, text: made.secret };
        return made.target;
      }),
    pause: (id: string) => attempt(() => hub.call('pauseWebhook', { params: { id } })),
    resume: (id: string, skip: boolean) => attempt(() => hub.call('resumeWebhook', { params: { id }, body: { skip } })),
    remove: (id: string) => attempt(() => hub.call('deleteWebhook', { params: { id } })),
    replay: (id: string, fromEventId: number) => attempt(() => hub.call('replayWebhook', { params: { id }, body: { fromEventId } })),
    test: (id: string) => attempt(() => hub.call('testWebhook', { params: { id } })),
  };
}

export type Webhooks = ReturnType<typeof useWebhooks>;
