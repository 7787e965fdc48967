import type { EndpointName } from '../../server/contract/api.ts';

/** Stands between a question and its answer. */
export type Through = <Answer>(name: EndpointName, address: string, asked: Promise<Answer>) => Promise<Answer>;

export interface AnswerKeep {
  /** The hub's answer, kept; or the kept one while the hub cannot be reached. */
  readonly through: Through;
  /** The hub's answer and no other, kept. */
  readonly keepOnly: Through;
}
