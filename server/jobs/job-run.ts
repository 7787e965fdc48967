/** What a job may know about its own run. */
export interface JobRun {
  readonly attempt: number;
  /** No further attempt follows: settle the matter now. */
  readonly last: boolean;
  /** The node is stopping: whatever takes long ends, and begins again elsewhere. */
  readonly signal: AbortSignal;
}
