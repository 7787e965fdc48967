import type { HandlersOf } from '../http/endpoint.ts';

export const catalogRoutes: HandlersOf<'catalog'> = {
  async catalog({ hub }) {
    const { tiers, queues, inboxes, dispositions, policy } = await hub.catalog.current();
    return {
      tiers: [...tiers],
      queues: queues.map(({ id, key, label, offerSeconds, wrapUpSeconds }) => ({ id, key, label, offerSeconds, wrapUpSeconds })),
      inboxes: inboxes.map(({ id, channel, address, label, queueId }) => ({ id, channel, address, label, queueId })),
      dispositions: [...dispositions],
      policy: { version: policy.version, preset: policy.preset, promises: policy.promises },
    };
  },
};
