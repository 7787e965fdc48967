/** How a run was asked for. */
export interface Plan {
  /** Length of one round. */
  readonly seconds: number;
  /** Rounds of each side, taken in turn. */
  readonly rounds: number;
  /** How long the console is watched at work. */
  readonly minutes: number;
  /** Folder for a CPU profile of the hub and the costs of its statements; measuring costs, so such a run is not for comparing. */
  readonly profile: string | undefined;
  /** Tell the reader how far it is. */
  say(progress: string): void;
}

/** One thing measured. What it returns stands in the report under its name. */
export type Bench = (plan: Plan) => Promise<object>;
