import { checkAbsence } from '../agents/presence.ts';
import { checkCall } from '../calls/check-call.ts';
import { connectCall, hangUpCall } from '../calls/steer-call.ts';
import { deliverMessage } from '../conversations/deliver-message.ts';
import type { Hub } from '../hub.ts';
import { takeInRawItem } from '../intake/take-in-raw-item.ts';
import { endWrapUp } from '../routing/complete-task.ts';
import { expireOffer } from '../routing/expire-offer.ts';
import { returnLiveWork } from '../routing/return-live-work.ts';
import { endCooling } from '../routing/return-task.ts';
import { stopWaiting } from '../routing/stop-waiting.ts';
import { withdrawOffers } from '../routing/withdraw-offers.ts';
import type { JobMap } from './job-map.ts';
import type { JobRun } from './job-run.ts';

/** Which verb does each job. Every one of them may run twice and must then change nothing. */
export const jobList: { readonly [Name in keyof JobMap]: (hub: Hub, payload: JobMap[Name], run: JobRun) => Promise<void> } = {
  'deliver-message': deliverMessage,
  'take-in-raw-item': takeInRawItem,
  'connect-call': connectCall,
  'check-call': checkCall,
  'hang-up-call': hangUpCall,
  'expire-offer': expireOffer,
  'end-wrap-up': endWrapUp,
  'end-cooling': endCooling,
  'check-absence': checkAbsence,
  'withdraw-offers': withdrawOffers,
  'return-live-work': returnLiveWork,
  'stop-waiting': stopWaiting,
};
