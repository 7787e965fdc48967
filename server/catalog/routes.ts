import type { HandlersOf } from '../http/endpoint.ts';

export const catalogRoutes: HandlersOf<'catalog'> = {
  async catalog({ hub }) {
    const { tiers, queues, inboxes, dispositions, skills, installation, policy } = await hub.catalog.current();
    return {
      tiers: tiers.map((tier) => ({ ...tier, mark: tier.mark ?? null })),
      queues: queues.map(({ id, key, label, offerSeconds, wrapUpSeconds, dispositionRequired, retiredAt }) => ({
        id,
        key,
        label,
        offerSeconds,
        wrapUpSeconds,
        dispositionRequired,
        retired: retiredAt !== null,
      })),
      inboxes: inboxes.map(({ id, channel, address, label, queueId }) => ({ id, channel, address, label, queueId })),
      dispositions: dispositions.map((one) => ({ ...one, queueIds: [...one.queueIds], channels: [...one.channels] })),
      skills: [...skills],
      installation,
      policy: { version: policy.version, preset: policy.preset, promises: policy.promises },
    };
  },
};
