/** Where a hub process dies; see `crash-at.ts`. */
export interface Step {
  /** Part of the statement's text. */
  readonly statement: string;
  readonly when: 'before' | 'after';
  /** Only on a connection that has sent a statement with this text. */
  readonly after?: string;
}
