import type { weekdays as inContract } from '../../../../server/contract/routing-rules.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies typeof inContract;
