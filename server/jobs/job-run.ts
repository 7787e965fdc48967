/** What a job may know about its own run. */
export interface JobRun {
  readonly attempt: number;
  /** No further attempt follows: settle the matter now. */
  readonly last: boolean;
}
