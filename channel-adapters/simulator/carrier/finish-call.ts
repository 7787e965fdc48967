import type { Carrier } from './carrier.ts';
import { hear, isOver, reportProgress } from './follow-leg.ts';
import { leaveConference } from './hold-conference.ts';
import type { FinalCallStatus, Leg } from './records.ts';

/** The call is over for this leg; its status callback hears of it. Done again, it changes nothing. */
export function finishCall(carrier: Carrier, leg: Leg, status: FinalCallStatus): void {
  if (isOver(leg)) return;
  leg.status = status;
  leg.endedAt = new Date();
  hear(carrier, leg, 'ended', status);
  leg.turn?.abort('hangup');
  leaveConference(carrier, leg);
  reportProgress(carrier, leg, 'completed');
}
