import { checkAbsence } from '../agents/presence.ts';
import { runBulk } from '../bulk/run-bulk.ts';
import { undoBulk } from '../bulk/undo-bulk.ts';
import { queueCallback } from '../calls/callback/queue-callback.ts';
import { reachCaller } from '../calls/callback/reach-caller.ts';
import { ringCustomer } from '../calls/callback/ring-customer.ts';
import { checkCall } from '../calls/check-call.ts';
import { deleteRecording, fetchRecording } from '../calls/recordings/fetch-recording.ts';
import { carryOutSteering, heedRefusal } from '../calls/recordings/steer-recording.ts';
import { seatCall } from '../calls/seat-call.ts';
import { hangUpCall, putCallBack } from '../calls/steer-call.ts';
import { takeLeftCall } from '../calls/take-left-call.ts';
import { emptyQueue } from '../configuration/empty-queue.ts';
import { deliverMessage } from '../conversations/deliver-message.ts';
import { sendScheduled } from '../conversations/scheduled/send-scheduled.ts';
import { deliverSide } from '../conversations/side/deliver-side.ts';
import { forgetUpload } from '../conversations/uploads/forget-upload.ts';
import { findDuplicates } from '../customers/duplicates/find-duplicates.ts';
import { writeMoreSkeletons } from '../customers/identity/write-skeletons.ts';
import { expireOverride } from '../customers/tiers/override-tier.ts';
import { fitValues } from '../customers/value/fit-values.ts';
import { makeValues } from '../customers/value/make-values.ts';
import { sweepValues } from '../customers/value/sweep-values.ts';
import { makeFollowUps } from '../follow-ups/make-follow-ups.ts';
import { planFollowUps } from '../follow-ups/plan-follow-ups.ts';
import { sweepFollowUps } from '../follow-ups/sweep-follow-ups.ts';
import { expireHandover, settleHandovers } from '../handovers/end-handover.ts';
import type { Hub } from '../hub.ts';
import { runImport } from '../imports/run-import.ts';
import { undoImport } from '../imports/undo-import.ts';
import { takeInRawItem } from '../intake/take-in-raw-item.ts';
import { overflowTask } from '../overflow/overflow-task.ts';
import { layDownWork } from '../people/lay-down-work.ts';
import { applyRetention } from '../privacy/apply-retention.ts';
import { eraseData } from '../privacy/erase-data.ts';
import { rehearse } from '../rehearsals/rehearse.ts';
import { endWrapUp } from '../routing/complete-task.ts';
import { scoreEstimates } from '../routing/estimates/score-estimates.ts';
import { expireOffer } from '../routing/expire-offer.ts';
import { endHold, liftHolds } from '../routing/lift-holds.ts';
import { lookAgain } from '../routing/look-again.ts';
import { returnLiveWork } from '../routing/return-live-work.ts';
import { endCooling } from '../routing/return-task.ts';
import { stopWaiting } from '../routing/stop-waiting.ts';
import { withdrawOffers } from '../routing/withdraw-offers.ts';
import { remindOwner } from '../sales/remind-owner.ts';
import { tellReminder } from '../snooze/remind.ts';
import { wakeWhenDue } from '../snooze/wake-ticket.ts';
import { retargetClocks } from '../tickets/clocks/retarget-clocks.ts';
import { previewTiers } from '../tier-previews/request-preview.ts';
import type { JobMap } from './job-map.ts';
import type { JobRun } from './job-run.ts';

/** Which verb does each job. Every one of them may run twice and must then change nothing. */
export const jobList: { readonly [Name in keyof JobMap]: (hub: Hub, payload: JobMap[Name], run: JobRun) => Promise<void> } = {
  'deliver-message': deliverMessage,
  'deliver-side': deliverSide,
  'take-in-raw-item': takeInRawItem,
  'connect-call': reachCaller,
  'ring-customer': ringCustomer,
  'queue-callback': queueCallback,
  'fetch-recording': fetchRecording,
  'delete-recording': deleteRecording,
  'steer-recording': carryOutSteering,
  'heed-refusal': heedRefusal,
  'overflow-task': overflowTask,
  'score-estimates': scoreEstimates,
  'put-call-back': putCallBack,
  'check-call': checkCall,
  'hang-up-call': hangUpCall,
  'seat-call': seatCall,
  'take-left-call': takeLeftCall,
  'expire-handover': expireHandover,
  'settle-handovers': settleHandovers,
  'expire-offer': expireOffer,
  'end-wrap-up': endWrapUp,
  'end-cooling': endCooling,
  'end-hold': endHold,
  'lift-holds': liftHolds,
  'look-again': lookAgain,
  'check-absence': checkAbsence,
  'withdraw-offers': withdrawOffers,
  'return-live-work': returnLiveWork,
  'lay-down-work': layDownWork,
  'send-scheduled': sendScheduled,
  'forget-upload': forgetUpload,
  'retarget-clocks': retargetClocks,
  'wake-ticket': wakeWhenDue,
  'tell-reminder': tellReminder,
  'stop-waiting': stopWaiting,
  'run-bulk': runBulk,
  'undo-bulk': undoBulk,
  'remind-owner': remindOwner,
  'plan-follow-ups': planFollowUps,
  'sweep-follow-ups': sweepFollowUps,
  'make-follow-ups': makeFollowUps,
  'find-duplicates': findDuplicates,
  'run-import': runImport,
  'undo-import': undoImport,
  'write-skeletons': writeMoreSkeletons,
  rehearse,
  'erase-data': eraseData,
  'apply-retention': applyRetention,
  'make-values': makeValues,
  'sweep-values': sweepValues,
  'fit-values': fitValues,
  'preview-tiers': previewTiers,
  'end-override': expireOverride,
  'empty-queue': emptyQueue,
};
