/** Durable work by name, with what each job needs to know. */
export interface JobMap {
  'deliver-message': { entryId: string };
  'take-in-raw-item': { rawItemId: string };
  'connect-call': { taskId: string };
  'put-call-back': { conversationId: string };
  'ring-customer': { conversationId: string; attempt: number };
  'queue-callback': { conversationId: string };
  'fetch-recording': { entryId: string };
  'delete-recording': { recordingId: string };
  'steer-recording': { conversationId: string; agentId: string | null };
  'heed-refusal': { customerId: string };
  'overflow-task': { taskId: string };
  'score-estimates': { taskId: string };
  'check-call': { conversationId: string };
  'hang-up-call': { conversationId: string };
  'seat-call': { conversationId: string };
  'take-left-call': { handoverId: string };
  'expire-handover': { handoverId: string; agentId: string };
  'settle-handovers': { taskId: string };
  'expire-offer': { reservationId: string };
  'end-wrap-up': { taskId: string };
  'end-cooling': { taskId: string };
  'end-hold': { taskId: string };
  'lift-holds': { agentId: string };
  'look-again': Record<string, never>;
  'check-absence': { agentId: string };
  'withdraw-offers': { agentId: string };
  'return-live-work': { agentId: string };
  'lay-down-work': { agentId?: string; roleId?: string; byAgentId: string };
  'send-scheduled': { scheduledId: string };
  'forget-upload': { uploadId: string };
  'retarget-clocks': { ticketId?: string; customerId?: string };
  'wake-ticket': { snoozeId: string };
  'tell-reminder': { reminderId: string };
  'deliver-side': { sideMessageId: string };
  'stop-waiting': { ticketId: string };
  'run-bulk': { runId: string };
  'undo-bulk': { runId: string };
  'remind-owner': { opportunityId: string };
  'plan-follow-ups': { orderNumber: string } | { ticketId: string } | { ratingId: string };
  'sweep-follow-ups': Record<string, never>;
  'make-follow-ups': { batchId: string };
  'find-duplicates': { runId: string };
  'run-import': { importId: string };
  'undo-import': { importId: string; agentId: string };
  'write-skeletons': Record<string, never>;
  rehearse: { rehearsalId: string };
  'erase-data': { erasureId: string };
  'apply-retention': Record<string, never>;
  'make-values': { customerId?: string };
  'sweep-values': { sweepId: string };
  'fit-values': { modelId: string };
  'preview-tiers': { previewId: string };
  'end-override': { overrideId: string };
  'empty-queue': { queueId: string };
}

export type JobName = keyof JobMap;

export type JobRequest = {
  [Name in JobName]: {
    job: Name;
    payload: JobMap[Name];
    /** Not before this time; without it at once. */
    at?: Date;
    /** Jobs of one line run one after the other, in order. */
    line?: string;
    /** A later request with the same key replaces an earlier one that has not begun. */
    key?: string;
  };
}[JobName];
