/** Durable work by name, with what each job needs to know. */
export interface JobMap {
  'deliver-message': { entryId: string };
  'take-in-raw-item': { rawItemId: string };
  'connect-call': { taskId: string };
  'check-call': { conversationId: string };
  'hang-up-call': { conversationId: string };
  'expire-offer': { reservationId: string };
  'end-wrap-up': { taskId: string };
  'end-cooling': { taskId: string };
  'check-absence': { agentId: string };
  'withdraw-offers': { agentId: string };
  'return-live-work': { agentId: string };
  'stop-waiting': { ticketId: string };
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
