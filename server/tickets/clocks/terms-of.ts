import type { Catalog } from '../../catalog/read-catalog.ts';
import type { ServiceRule } from '../../contract/service-targets.ts';
import type { Channel, TicketKind } from '../../contract/statuses.ts';
import type { Terms } from './clock.ts';

interface Matter {
  readonly tier: string;
  readonly kind: TicketKind;
  readonly queueId: string;
}

/** What such a ticket is promised: by the first rule that fits. */
export function termsOf({ serviceTargets, queues }: Pick<Catalog, 'serviceTargets' | 'queues'>, matter: Matter, channel: Channel): Terms {
  const rule = serviceTargets.rules.find((candidate) => fits(candidate, matter, channel));
  const calendarId = rule?.workingTime ? (queues.find(({ id }) => id === matter.queueId)?.calendarId ?? null) : null;
  return { targets: rule?.targets ?? {}, calendarId, channel };
}

const fits = ({ tiers, channels, kinds, queueIds }: ServiceRule, { tier, kind, queueId }: Matter, channel: Channel): boolean =>
  among(tiers, tier) && among(channels, channel) && among(kinds, kind) && among(queueIds, queueId);

const among = <Value>(list: readonly Value[], value: Value): boolean => list.length === 0 || list.includes(value);
