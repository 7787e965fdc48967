import { onScopeDispose, ref, shallowRef } from 'vue';
import type { WebhookBody, WebhookTargetView } from '../../../../server/contract/webhooks.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';

/** Targets are looked at again so often while the page is open (milliseconds): deliveries tell no events of their own. */
const LOOK_EVERY = 3000;

/** The programs that are told of events, and everything that can be done with them. */
export function useWebhooks() {
  const [hub, live] = [useHub(), useLive()];
  const targets = shallowRef<readonly WebhookTargetView[]>();
  const events = shallowRef<readonly string[]>([]);
  const secret = ref<{ id: string; text: string }>();
  const error = ref('');

  async function load(): Promise<void> {
    const found = await hub.call('listWebhooks');
    targets.value = found.targets;
    events.value = found.events;
  }

  /** Answers undefined when it failed, and says why. */
  async function attempt<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
    error.value = '';
    try {
      const result = await act();
      await load();
      return result;
    } catch (thrown) {
      error.value = codeOf(thrown);
      return undefined;
    }
  }

  const timer = setInterval(() => void load().catch(() => undefined), LOOK_EVERY);
  onScopeDispose(() => clearInterval(timer));
  onScopeDispose(live.onEvent((event) => event.name === 'webhook.changed' && void load().catch(() => undefined)));

  return {
    targets,
    events,
    secret,
    error,
    load: () => attempt(async () => true),
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
